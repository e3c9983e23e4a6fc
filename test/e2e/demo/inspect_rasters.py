"""What GDAL and numpy say of GeoTIFF files: a list of paths on stdin, a list of facts on stdout (both JSON)."""

import json
import math
import sys

import numpy
from osgeo import gdal
from osgeo_utils.samples import validate_cloud_optimized_geotiff

gdal.UseExceptions()


def number_or_null(value):
    """JSON has no NaN; the text "nan" stands for it, null for what is not declared."""
    if value is None:
        return None
    return "nan" if math.isnan(value) else float(value)


def inspect_band(band):
    nodata = band.GetNoDataValue()
    values = band.ReadAsArray()
    is_valid = numpy.ones(values.shape, bool)
    if nodata is not None:
        is_valid = ~numpy.isnan(values) if math.isnan(nodata) else values != nodata
    valid = values[is_valid].astype(numpy.float64)
    facts = {
        "description": band.GetDescription(),
        "unit": band.GetUnitType(),
        "dataType": values.dtype.name,
        "nodata": number_or_null(nodata),
        "scale": band.GetScale(),
        "offset": band.GetOffset(),
        "nonFinite": int(valid.size - numpy.isfinite(valid).sum()),
        "validPercent": 100 * valid.size / values.size,
    }
    if valid.size:
        facts.update(
            minimum=float(valid.min()), maximum=float(valid.max()), mean=float(valid.mean()), stddev=float(valid.std())
        )
    return facts


def inspect(path):
    dataset = gdal.Open(path)
    try:
        warnings, errors, _ = validate_cloud_optimized_geotiff.validate(dataset, full_check=True)
    except validate_cloud_optimized_geotiff.ValidateCloudOptimizedGeoTIFFException as error:
        warnings, errors = [], [str(error)]
    reference = dataset.GetSpatialRef()
    return {
        "path": path,
        "cogErrors": errors,
        "cogWarnings": warnings,
        "width": dataset.RasterXSize,
        "height": dataset.RasterYSize,
        "transform": dataset.GetGeoTransform(),
        "epsg": reference and reference.GetAuthorityCode(None),
        "bands": [inspect_band(dataset.GetRasterBand(1 + index)) for index in range(dataset.RasterCount)],
    }


print(json.dumps([inspect(path) for path in json.load(sys.stdin)]))
