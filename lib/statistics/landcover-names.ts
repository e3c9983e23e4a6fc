/** Legend of the CGLS-LC100 discrete classification (Buchhorn et al. 2020, product user manual v3, table 4). */
const LANDCOVER_NAMES: Readonly<Record<number, string>> = {
  20: 'shrubs',
  30: 'herbaceous vegetation',
  40: 'cropland',
  50: 'urban',
  60: 'bare or sparse vegetation',
  70: 'snow and ice',
  80: 'permanent water',
  90: 'herbaceous wetland',
  100: 'moss and lichen',
  111: 'closed forest, evergreen needle leaf',
  112: 'closed forest, evergreen broad leaf',
  113: 'closed forest, deciduous needle leaf',
  114: 'closed forest, deciduous broad leaf',
  115: 'closed forest, mixed',
  116: 'closed forest, other',
  121: 'open forest, evergreen needle leaf',
  122: 'open forest, evergreen broad leaf',
  123: 'open forest, deciduous needle leaf',
  124: 'open forest, deciduous broad leaf',
  125: 'open forest, mixed',
  126: 'open forest, other',
  200: 'open sea',
};

export function landcoverName(code: number): string {
  return LANDCOVER_NAMES[code] ?? `class ${code}`;
}
