import { describe, expect, it } from 'vitest';
import { ReadmeError, readmeBlocks } from './readme-blocks.ts';

const fenced = (mark: string, ...lines: string[]) => [`\`\`\`${mark}`, ...lines, '```'].join('\n');

describe('readmeBlocks', () => {
  it('gives the marked shell blocks as written, with their lines and needs', () => {
    const markdown = [
      '# Title',
      fenced('sh ci', 'npm start', '# a comment', 'npm test'),
      fenced('sh', 'rm -rf /'),
      fenced('text ci', 'what it prints'),
      fenced('sh ci needs=gdalwarp,../shared/data', 'gdalwarp a b'),
    ].join('\n');
    expect(readmeBlocks(markdown)).toEqual([
      { line: 2, script: 'npm start\n# a comment\nnpm test', needs: [] },
      { line: 13, script: 'gdalwarp a b', needs: ['gdalwarp', '../shared/data'] },
    ]);
  });

  it('does not take a fence inside of another block for a block', () => {
    expect(readmeBlocks(fenced('md', 'a ``` b', '  ```sh ci', 'x'))).toEqual([]);
  });

  it('refuses a mark that it does not know, so that a slip of the pen is not a silent pass', () => {
    expect(() => readmeBlocks(fenced('sh ci neds=gdal', 'x'))).toThrow(
      new ReadmeError('line 1: unknown mark "neds=gdal"; there is needs=…'),
    );
  });

  it('refuses a block that is never closed', () => {
    expect(() => readmeBlocks('```sh ci\nnpm start')).toThrow(new ReadmeError('line 1: the block is never closed'));
  });
});
