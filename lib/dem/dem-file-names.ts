/** Names that the file of a DEM tile may have: the project's own, then those of Copernicus GLO-30 and GLO-90. */
export function demFileNames(tile: string): string[] {
  const place = `${tile.slice(0, 3)}_00_${tile.slice(3)}_00`;
  return [`${tile}.tif`, ...['10', '30'].map((arcseconds) => `Copernicus_DSM_COG_${arcseconds}_${place}_DEM.tif`)];
}
