import { expect, test } from 'vitest';
import { openTiff } from '../../../lib/raster/open-tiff.ts';
import { sourceOfBytes } from '../../../lib/raster/range-source.ts';

const GDAL_METADATA = 42112;

/** An image of 4 × 4 bytes and overviews of 2 × 2 and 1 × 1, each directory with its GDAL metadata. */
function pyramid(...metadata: [image: string, half: string, quarter: string]): Uint8Array {
  const file = Buffer.alloc(2048);
  file.write('II');
  file.writeUInt16LE(42, 2);
  file.writeUInt32LE(8, 4);
  let at = 8;
  metadata.forEach((text, level) => {
    const side = 4 >> level;
    const data = Buffer.from(`${text}\0`);
    const tags: [tag: number, type: number, count: number, value: number][] = [
      [254, 4, 1, level === 0 ? 0 : 1],
      [256, 4, 1, side],
      [257, 4, 1, side],
      [258, 4, 1, 8],
      [259, 4, 1, 1],
      [262, 4, 1, 1],
      [273, 4, 1, 2000],
      [277, 4, 1, 1],
      [278, 4, 1, side],
      [279, 4, 1, side * side],
      ...(text === '' ? [] : ([[GDAL_METADATA, 2, data.length, at + 200]] as [number, number, number, number][])),
    ];
    file.writeUInt16LE(tags.length, at);
    tags.forEach(([tag, type, count, value], i) => {
      file.writeUInt16LE(tag, at + 2 + 12 * i);
      file.writeUInt16LE(type, at + 4 + 12 * i);
      file.writeUInt32LE(count, at + 6 + 12 * i);
      file.writeUInt32LE(value, at + 10 + 12 * i);
    });
    file.writeUInt32LE(level === 2 ? 0 : at + 500, at + 2 + 12 * tags.length);
    data.copy(file, at + 200);
    at += 500;
  });
  return file;
}

const item = (name: string, value: string, more = '') =>
  `<GDALMetadata><Item name="${name}"${more}>${value}</Item></GDALMetadata>`;
const ofOverview = (value: string) => item('RESAMPLING', value, ' sample="0"');

test.each([
  ['nowhere', pyramid('', '', ''), undefined],
  ['in the image', pyramid(item('OVR_RESAMPLING_ALG', 'Nearest'), '', ''), 'NEAREST'],
  ['in the image, by its other name', pyramid(item('OVERVIEW_RESAMPLING', 'RMS'), '', ''), 'RMS'],
  ['in each overview, as GDAL from 3.9 on', pyramid('', ofOverview('RMS'), ofOverview('RMS')), 'RMS'],
  ['in one overview only', pyramid('', ofOverview('RMS'), ''), undefined],
  ['otherwise in another overview', pyramid('', ofOverview('RMS'), ofOverview('NEAREST')), undefined],
  [
    'in the image, where an overview disagrees',
    pyramid(item('OVR_RESAMPLING_ALG', 'NEAREST'), ofOverview('RMS'), ofOverview('RMS')),
    'NEAREST',
  ],
])('the resampling of overviews, said %s', async (_, bytes, expected) => {
  const image = await openTiff(sourceOfBytes('pyramid.tif', bytes));
  expect(image.levels.map(({ width }) => width)).toEqual([4, 2, 1]);
  expect(image.overviewResampling).toBe(expected);
});
