import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The system's Python: the one that Debian's python3-gdal belongs to. */
const PYTHON = '/usr/bin/python3';

/** Runs a script of this folder with JSON on stdin and answers the JSON that it prints. */
export function runPython(script: string, input: unknown): unknown {
  requireGdal();
  const path = fileURLToPath(new URL(script, import.meta.url));
  const options = { input: JSON.stringify(input), encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  const { status, signal, stdout, stderr } = spawnSync(PYTHON, [path], options);
  if (status !== 0) throw new Error(`${script} failed (${signal ?? status}): ${stderr}`);
  return JSON.parse(stdout);
}

/** Without GDAL these tests fail: nothing else would judge the rasters of the demo from outside. */
function requireGdal(): void {
  const { status } = spawnSync(PYTHON, ['-c', 'import numpy; from osgeo import gdal; import osgeo_utils.samples']);
  if (status === 0) return;
  throw new Error(`GDAL is needed for ${PYTHON}. Install it with: apt-get install gdal-bin python3-gdal python3-numpy`);
}
