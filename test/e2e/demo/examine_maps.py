"""The rules that hold between the rasters of a map, and scores against the simulated truth, by numpy from the files.

stdin: {collection: [{sm, uncertainty, qa, inputs, truth: paths, ndvi, n100m: band numbers in inputs}]}
stdout: {collection: {"violations": {rule: cells}, "score": {...}}}, all maps of a collection taken together
"""

import json
import sys

import numpy
from osgeo import gdal

gdal.UseExceptions()

SM_RANGE = numpy.float32(0.02), numpy.float32(0.40)
UNUSED_BITS = sum(1 << bit for bit in range(11, 15))


def read(path, band=1):
    dataset = gdal.Open(path)  # A band outlives its dataset only as a dangling pointer.
    return dataset.GetRasterBand(band).ReadAsArray()


def read_like(path, like):
    """A raster on the same grid, cut or padded with NaN to the window of another one."""
    source, target = gdal.Open(path), gdal.Open(like)
    values = source.ReadAsArray().astype(numpy.float64)
    west, pixel, _, north, _, _ = source.GetGeoTransform()
    left, _, _, top, _, _ = target.GetGeoTransform()
    dx, dy = round((left - west) / pixel), round((north - top) / pixel)
    rows = numpy.arange(target.RasterYSize) + dy
    columns = numpy.arange(target.RasterXSize) + dx
    inside = numpy.outer(
        (rows >= 0) & (rows < source.RasterYSize), (columns >= 0) & (columns < source.RasterXSize)
    )
    cut = values[numpy.ix_(rows.clip(0, source.RasterYSize - 1), columns.clip(0, source.RasterXSize - 1))]
    return numpy.where(inside, cut, numpy.nan)


def violations(sm, uncertainty, qa, n100m):
    has_sm = ~numpy.isnan(sm)
    return {
        "SM outside 0.02 to 0.40": (sm < SM_RANGE[0]) | (sm > SM_RANGE[1]),
        "SM without uncertainty > 0": has_sm & ~(uncertainty > 0),
        "uncertainty without SM": ~has_sm & ~numpy.isnan(uncertainty),
        "QA 0 without SM": ~has_sm & (qa == 0),
        "SM from no 100-m pixel": has_sm & ~(n100m >= 1),
        "QA bit 9 to 14 set": (qa & UNUSED_BITS) != 0,
    }


def examine(maps):
    broken, errors, truths, sigmas, retrieved = {}, [], [], [], []
    for paths in maps:
        sm, uncertainty, qa = (read(paths[name]) for name in ("sm", "uncertainty", "qa"))
        ndvi, n100m = (read(paths["inputs"], paths[name]) for name in ("ndvi", "n100m"))
        for rule, cells in violations(sm, uncertainty, qa, n100m).items():
            broken[rule] = broken.get(rule, 0) + int(cells.sum())
        truth = read_like(paths["truth"], paths["sm"])
        scored = (qa == 0) & (ndvi < 0.7) & ~numpy.isnan(sm) & ~numpy.isnan(truth)
        retrieved.append(sm[scored].astype(numpy.float64))
        truths.append(truth[scored])
        sigmas.append(uncertainty[scored].astype(numpy.float64))
    sm, truth, sigma = (numpy.concatenate(part) for part in (retrieved, truths, sigmas))
    error = sm - truth
    return {
        "violations": broken,
        "score": {
            "n": int(error.size),
            "truthSd": float(truth.std()),
            "bias": float(error.mean()),
            "ubrmsd": float(error.std()),
            "r": float(numpy.corrcoef(sm, truth)[0, 1]),
            "withinOneSigma": float((numpy.abs(error) <= sigma).mean()),
        },
    }


print(json.dumps({collection: examine(maps) for collection, maps in json.load(sys.stdin).items()}))
