import { execFileSync, spawnSync } from 'node:child_process';

/** The system's Python: the one that Debian's python3-gdal belongs to. */
const PYTHON = '/usr/bin/python3';

export function hasGdal(): boolean {
  const found = spawnSync(PYTHON, ['-c', 'from osgeo import gdal; import osgeo_utils.samples']).status === 0;
  if (!found) console.warn('GDAL is absent: its tests are skipped (Debian: apt-get install gdal-bin python3-gdal)');
  return found;
}

/** What GDAL finds in one file. */
export interface GdalReport {
  /** Of `validate_cloud_optimized_geotiff --full-check=yes`. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly transform: readonly number[];
  readonly epsg: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly structure: Readonly<Record<string, string>>;
  readonly bands: readonly {
    readonly description: string;
    readonly unit: string;
    readonly scale: number | null;
    readonly offset: number | null;
    readonly nodata: string;
    /** Hexadecimal SHA-256 of the samples in machine byte order: full resolution, then overviews. */
    readonly digests: readonly string[];
    readonly overviewNodata: readonly string[];
  }[];
}

const REPORT = `
import sys, json, hashlib
from osgeo import gdal
from osgeo_utils.samples import validate_cloud_optimized_geotiff as v
gdal.UseExceptions()
out = []
for path in sys.argv[1:]:
    d = gdal.Open(path)
    try:
        warnings, errors, _ = v.validate(d, full_check=True)
    except Exception as e:
        warnings, errors = [], [str(e)]
    bands = []
    for i in range(1, d.RasterCount + 1):
        b = d.GetRasterBand(i)
        levels = [b] + [b.GetOverview(k) for k in range(b.GetOverviewCount())]
        bands.append({'description': b.GetDescription(), 'unit': b.GetUnitType(), 'scale': b.GetScale(), 'offset': b.GetOffset(),
            'nodata': str(b.GetNoDataValue()), 'digests': [hashlib.sha256(l.ReadRaster()).hexdigest() for l in levels],
            'overviewNodata': [str(l.GetNoDataValue()) for l in levels[1:]]})
    s = d.GetSpatialRef()
    out.append({'errors': errors, 'warnings': warnings, 'transform': d.GetGeoTransform(), 'epsg': s and s.GetAuthorityCode(None),
        'metadata': d.GetMetadata(), 'structure': d.GetMetadata('IMAGE_STRUCTURE'), 'bands': bands})
print(json.dumps(out))`;

/** One process for all files: starting Python and GDAL costs more than looking at a file. */
export function gdalReports(paths: readonly string[]): GdalReport[] {
  return JSON.parse(execFileSync(PYTHON, ['-c', REPORT, ...paths], { encoding: 'utf8', maxBuffer: 2 ** 26 }));
}

/** One file to be made by `gdal.Translate`. */
export interface Translation {
  readonly from: string;
  readonly to: string;
  readonly format?: 'GTiff' | 'COG';
  /** `NAME=value` */
  readonly creationOptions: readonly string[];
  readonly noData?: number;
}

const TRANSLATE = `
import sys, json
from osgeo import gdal
gdal.UseExceptions()
for t in json.load(sys.stdin):
    gdal.Translate(t['to'], t['from'], format=t.get('format', 'GTiff'), creationOptions=t['creationOptions'], noData=t.get('noData'))`;

export function gdalTranslate(translations: readonly Translation[]): void {
  execFileSync(PYTHON, ['-c', TRANSLATE], { input: JSON.stringify(translations) });
}
