import type { Annotation } from '../../../../lib/sentinel1/annotation.ts';

/**
 * The annotation of some lines of an image, as if they were a product of their own: times count from its first line,
 * and of state vectors and ground-range polynomials only those are kept that a slice of its length comes with.
 */
export function cutSlice(annotation: Annotation, firstLine: number, lines: number): Annotation {
  const { azimuthTimeIntervalS, orbit, slantToGround, geolocationGrid } = annotation;
  const shiftS = firstLine * azimuthTimeIntervalS;
  const endS = lines * azimuthTimeIntervalS;
  const isNear = (timeS: number, marginS: number) => timeS >= -marginS && timeS <= endS + marginS;
  const vectors = [...orbit.timeS.keys()].filter((i) => isNear((orbit.timeS[i] ?? 0) - shiftS, 30));
  const ofVectors = (values: Float64Array) =>
    Float64Array.from(vectors.flatMap((i) => [...values.subarray(3 * i, 3 * i + 3)]));
  return {
    ...annotation,
    firstLineTimeUs: Math.round(annotation.firstLineTimeUs + shiftS * 1e6),
    lastLineTimeS: (lines - 1) * azimuthTimeIntervalS,
    lines,
    orbit: {
      timeS: Float64Array.from(vectors, (i) => (orbit.timeS[i] ?? 0) - shiftS),
      positionM: ofVectors(orbit.positionM),
      velocityMPerS: ofVectors(orbit.velocityMPerS),
    },
    slantToGround: slantToGround
      .map((record) => ({ ...record, timeS: record.timeS - shiftS }))
      .filter(({ timeS }) => isNear(timeS, 2)),
    geolocationGrid: {
      ...geolocationGrid,
      line: geolocationGrid.line.map((line) => line - firstLine),
      azimuthTimeS: geolocationGrid.azimuthTimeS.map((timeS) => timeS - shiftS),
    },
  };
}
