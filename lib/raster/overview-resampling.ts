import { gdalMetadataItems } from './gdal-metadata-items.ts';

/**
 * How overviews were made, in capitals: by the dataset's own metadata, or by what GDAL from 3.9 on writes into the
 * directory of each overview, if all say the same. Undefined if unsaid (GDAL before, COGs included) or at odds.
 *
 * @param dataset items of the image's GDAL_METADATA (tag 42112)
 * @param overviews the text of that tag in each overview's directory
 */
export function overviewResamplingOf(
  dataset: Readonly<Record<string, string>>,
  overviews: readonly (string | undefined)[],
): string | undefined {
  const said = dataset.OVR_RESAMPLING_ALG ?? dataset.OVERVIEW_RESAMPLING;
  if (said !== undefined) return said.toUpperCase();
  const [first, ...others] = overviews.map((xml) => {
    const item = gdalMetadataItems(xml).find(({ attributes }) => attributes.get('name') === 'RESAMPLING');
    return item?.text.trim().toUpperCase();
  });
  return others.every((other) => other === first) ? first : undefined;
}
