import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { measureProcess } from './measured-process.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const ANNOTATIONS = resolve(ROOT, '../shared/data/sentinel1');
const FOLDER = join(ROOT, 'data', 'bench-scene');

/** A full-size scene on the annotation of a real one, with its tiles; made once, 1 GB in `data/`. */
export async function renderBenchScene() {
  if (!existsSync(join(FOLDER, 'truth'))) {
    const annotation = existsSync(ANNOTATIONS) && readdirSync(ANNOTATIONS).find((name) => name.endsWith('.SAFE'));
    if (!annotation) throw new Error(`There is no annotation below ${ANNOTATIONS}: give --scene and its tiles.`);
    console.log(`Rendering a scene in ${FOLDER} …`);
    const args = ['s2mp', 'simulate', '--annotation', join(ANNOTATIONS, annotation), '--size', 'full', '--out', FOLDER];
    const { code, stderr } = await measureProcess('npx', args, ROOT);
    if (code !== 0) throw new Error(`s2mp simulate ended with ${code}: ${stderr}`);
  }
  const scene = readdirSync(FOLDER).find((name) => name.endsWith('.SAFE')) ?? '';
  const at = (name: string) => join(FOLDER, name);
  return { scene: at(scene), landcover: at('landcover'), dem: at('dem'), ndvi: at('ndvi') };
}
