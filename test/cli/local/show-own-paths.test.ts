import { describe, expect, test } from 'vitest';
import { showOwnPaths } from '../../../cli/local/show-own-paths.ts';

const show = showOwnPaths(
  [
    { prefix: 'scenes/S1A.SAFE/', path: '/data/S1A.SAFE', readOnly: true },
    { prefix: 'landcover/2019/', path: '/tiles/lc', readOnly: true },
    { prefix: 'ndvi/filled/', path: '/tiles/ndvi', readOnly: true },
  ],
  '/out',
);

describe('messages name the files of the person who gave them', () => {
  test.each([
    ['s2mp-local/landcover/2019/N43E003.tif: wrong', '/tiles/lc/N43E003.tif: wrong'],
    ['s2mp-local/scenes/S1A.SAFE: incomplete', '/data/S1A.SAFE: incomplete'],
    ['s2mp-local/scenes/S1A.SAFE/manifest.safe: wrong', '/data/S1A.SAFE/manifest.safe: wrong'],
    ['s2mp-local/ndvi/filled/: none', '/tiles/ndvi/: none'],
    ['no land cover of s2mp-local/landcover/2019/.', 'no land cover of /tiles/lc/.'],
    ['s2mp-local/ndvi/filled/a.tif, s2mp-local/ndvi/filled/b.tif', '/tiles/ndvi/a.tif, /tiles/ndvi/b.tif'],
    ['s2mp-local/receipts/x.json: wrong', '/out/store/receipts/x.json: wrong'],
    ['s2mp-local/landcover/20190/N43E003.tif', '/out/store/landcover/20190/N43E003.tif'],
    ['nothing to rewrite', 'nothing to rewrite'],
  ])('%s', (message, expected) => {
    expect(show(message)).toBe(expected);
  });
});
