import { expect, test } from 'vitest';
import { productOfLocation } from '../../../../lib/pipeline/sources/scene-in-store.ts';

test.each([
  ['scenes/S1A_IW_6FF8.SAFE', 'S1A_IW_6FF8'],
  ['scenes/S1A_IW_6FF8.zip', 'S1A_IW_6FF8'],
  ['scenes/S1A_IW_6FF8.SAFE.zip', 'S1A_IW_6FF8'],
  ['scenes/S1A_IW_6FF8_COG.SAFE', 'S1A_IW_6FF8_COG'],
  ['GRD/2021/8/9/IW/DV/S1A_IW_6FF8', 'S1A_IW_6FF8'],
  ['S1A_IW_6FF8', 'S1A_IW_6FF8'],
  ['scenes/holiday.zipper', 'holiday.zipper'],
])('%s holds the product %s', (location, product) => {
  expect(productOfLocation(location)).toBe(product);
});
