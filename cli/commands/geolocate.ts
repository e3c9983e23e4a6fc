import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { Command } from 'commander';
import type { Annotation } from '../../lib/sentinel1/annotation.ts';
import { geolocateCsv } from '../../lib/sentinel1/geolocate-csv.ts';
import { openAnnotation, readAnnotation } from '../../lib/sentinel1/open-annotation.ts';
import { openFileSource } from '../files/file-source.ts';
import { openOrbitFile } from '../files/open-orbit-file.ts';
import { openSceneLocation } from '../files/open-scene-location.ts';
import { isS3Location } from '../s3/s3-location.ts';
import { s3AnonymousOption, s3OptionsOf } from '../s3/s3-options.ts';
import { UsageError } from '../usage.error.ts';

interface GeolocateOptions {
  readonly scene: string;
  readonly orbit?: string;
  readonly s3Anonymous?: true;
}

/** `s2mp geolocate`: where ground points lie in a scene, CSV in, CSV out. */
export function geolocateCommand(): Command {
  return new Command('geolocate')
    .description('say where ground points lie in a scene: CSV on stdin, CSV on stdout')
    .requiredOption(
      '--scene <path>',
      'SAFE folder, zip, s3:// prefix, or annotation .xml; of a product only the VV annotation is read',
    )
    .option(
      '--orbit <file>',
      'precise-orbit file (.EOF: POEORB, RESORB or PREORB) in place of the orbit in the annotation',
    )
    .addOption(s3AnonymousOption())
    .addHelpText(
      'after',
      `
Input: one point per line, lon,lat,height: degrees on WGS84 and metres above the ellipsoid (not above sea level). A
header and blank lines are allowed. A line that is no such point ends the command with exit code 2, naming the line.

Output: the header line,pixel,incidence,slant_range_m,azimuth_time and one row per point, in the order of the points.
  line, pixel    from 0 at the centre of the first sample; beyond the image they run on, below 0 or above its size
  incidence      degrees, between the line of sight and the normal of the ellipsoid
  slant_range_m  metres from the satellite at zero Doppler
  azimuth_time   UTC of zero Doppler
A point that the scene cannot see gives a row of empty fields (,,,,): the satellite did not pass it on its right-hand
side within the time of its state vectors, or it lies below the horizon.

Example:
  printf 'lon,lat,height\\n3.4,45.5,550\\n' | s2mp geolocate --scene S1A_….SAFE`,
    )
    .action(geolocatePoints);
}

async function geolocatePoints(options: GeolocateOptions): Promise<void> {
  const annotation = await annotationOf(options);
  process.stdin.setEncoding('utf8');
  const pieces: AsyncIterable<string> = process.stdin;
  for await (const rows of geolocateCsv(pieces, annotation)) {
    if (!process.stdout.write(rows)) await once(process.stdout, 'drain');
  }
}

async function annotationOf({ scene, orbit, ...options }: GeolocateOptions): Promise<Annotation> {
  await using orbitFile = orbit === undefined ? undefined : await openOrbitFile(orbit);
  if (/\.xml$/i.test(scene) && !isS3Location(scene)) {
    const found = await stat(scene).catch(() => undefined);
    if (!found?.isFile()) throw new UsageError(`--scene ${scene}: there is no such file.`);
    await using file = await openFileSource(scene);
    return await readAnnotation(file, orbitFile);
  }
  await using files = await openSceneLocation(scene, s3OptionsOf(options));
  return await openAnnotation(files, orbitFile);
}
