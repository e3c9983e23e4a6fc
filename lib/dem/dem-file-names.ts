/** Names that the file of a DEM tile may have: the project's own, then those of Copernicus GLO-30 and GLO-90. */
export function demFileNames(tile: string): string[] {
  return [`${tile}.tif`, `${copernicusName(tile, 10)}.tif`, `${copernicusName(tile, 30)}.tif`];
}

/** In the public bucket of Copernicus GLO-30 each tile has a folder of its own name. */
export function glo30Key(tile: string): string {
  const name = copernicusName(tile, 10);
  return `${name}/${name}.tif`;
}

/** @param tenthsArcsecond posting: 10 for GLO-30, 30 for GLO-90 */
function copernicusName(tile: string, tenthsArcsecond: 10 | 30): string {
  return `Copernicus_DSM_COG_${tenthsArcsecond}_${tile.slice(0, 3)}_00_${tile.slice(3)}_00_DEM`;
}
