/**
 * Typed content of a GRD product annotation (S-1 Product Specification, S1-RS-MDA-52-7441, section 6.3).
 * Times are seconds after `firstLineTimeUs` in float64 (exact to a nanosecond within a scene), lengths metres,
 * angles degrees.
 */
export interface Annotation {
  /** `S1A`, `S1C` … */
  readonly platform: string;
  readonly mode: string;
  readonly productType: string;
  readonly polarisation: string;
  readonly absoluteOrbit: number;
  /** `missionDataTakeId`, a number in the file; hexadecimal in product names. */
  readonly dataTakeId: number;
  readonly pass: 'ASCENDING' | 'DESCENDING';
  /** `productFirstLineUtcTime` in microseconds since 1970-01-01T00:00Z: an exact integer in float64. */
  readonly firstLineTimeUs: number;
  readonly lastLineTimeS: number;
  readonly azimuthTimeIntervalS: number;
  readonly rangePixelSpacingM: number;
  readonly azimuthPixelSpacingM: number;
  readonly radarFrequencyHz: number;
  readonly samples: number;
  readonly lines: number;
  readonly orbit: OrbitStates;
  readonly slantToGround: readonly SlantToGround[];
  readonly geolocationGrid: GeolocationGrid;
}

/** Earth-fixed state vectors: `position` and `velocity` hold x, y, z of vector i at 3i. */
export interface OrbitStates {
  readonly timeS: Float64Array;
  readonly positionM: Float64Array;
  readonly velocityMPerS: Float64Array;
}

/** ground range (m) = Σ coefficients[i] · (slant range − sr0)^i, valid around `timeS`. */
export interface SlantToGround {
  readonly timeS: number;
  readonly sr0M: number;
  readonly coefficients: Float64Array;
}

/** Regular in (line, pixel) but for the last step of each direction; row-major, `rows` lines × `columns` pixels. */
export interface GeolocationGrid {
  readonly rows: number;
  readonly columns: number;
  readonly line: Float64Array;
  readonly pixel: Float64Array;
  readonly latitudeDeg: Float64Array;
  readonly longitudeDeg: Float64Array;
  readonly heightM: Float64Array;
  readonly azimuthTimeS: Float64Array;
  /** Two-way travel time. */
  readonly slantRangeTimeS: Float64Array;
  readonly incidenceDeg: Float64Array;
}
