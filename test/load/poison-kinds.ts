import type { RejectReason } from '../../lib/errors/reject-reason.ts';
import type { EditedScene } from '../lib/pipeline/bad-input/edited-scene.ts';
import { tiffBytes } from '../lib/sentinel1/tiff-bytes.ts';

/** A way in which a scene can be so wrong that no map can ever be made of it. */
export interface PoisonKind {
  readonly name: string;
  readonly reason: RejectReason;
  /** The name that the spoilt product has; absent = its own. */
  readonly rename?: (product: string) => string;
  readonly spoil: (scene: EditedScene) => void;
  /** The scene comes as one `.zip`. */
  readonly isArchive?: true;
}

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

/** None of them waits for files that never come: those end after hours, and a load test does not last that long. */
export const POISON_KINDS: readonly PoisonKind[] = [
  {
    name: 'an annotation that is cut off',
    reason: 'invalid-annotation',
    spoil: (scene) => scene.set('annotation', scene.bytes('annotation').slice(0, 3000)),
  },
  {
    name: 'an EW product',
    reason: 'unsupported-product',
    rename: (product) => product.replace('_IW_GRDH_', '_EW_GRDM_'),
    spoil: () => {},
  },
  {
    name: 'a measurement that is cut off, with a manifest that agrees',
    reason: 'invalid-measurement',
    spoil: (scene) => scene.set('measurement', scene.bytes('measurement').slice(0, 100_000)),
  },
  {
    name: 'a zip that is none',
    reason: 'invalid-archive',
    isArchive: true,
    spoil: (scene) => scene.zip(() => text('<html>Log in to continue</html>')),
  },
  {
    name: 'HH by name',
    reason: 'no-vv',
    rename: (product) => product.replace('_1SSV_', '_1SSH_'),
    spoil: () => {},
  },
  {
    name: 'an EW image under the name of IW',
    reason: 'unsupported-product',
    spoil: (scene) => scene.rewrite('annotation', (xml) => xml.replace('<mode>IW<', '<mode>EW<')),
  },
  {
    name: 'a manifest that is cut off',
    reason: 'invalid-manifest',
    spoil: (scene) => scene.set('manifest', text('<?xml version="1.0"?>\n<xfdu:XFDU')),
  },
  {
    name: 'a place outside of all areas',
    reason: 'outside-areas',
    spoil: (scene) =>
      scene.rewrite('manifest', (xml) =>
        xml.replace(/<gml:coordinates>[^<]*/, '<gml:coordinates>10,10 10,11 11,11 11,10'),
      ),
  },
  {
    name: 'an image of nothing but zeros',
    reason: 'no-valid-pixels',
    spoil: (scene) => {
      const xml = new TextDecoder().decode(scene.bytes('annotation'));
      const sizeOf = (name: string) => Number(new RegExp(`<${name}>(\\d+)<`).exec(xml)?.[1]);
      const [samples, lines] = [sizeOf('numberOfSamples'), sizeOf('numberOfLines')];
      scene.set('measurement', tiffBytes(new Uint16Array(samples * lines), samples, lines));
    },
  },
  {
    name: 'a zip that is cut off',
    reason: 'invalid-archive',
    isArchive: true,
    spoil: (scene) => scene.zip((zip) => zip.slice(0, zip.length - 4000)),
  },
  {
    name: 'a calibration without vectors',
    reason: 'invalid-calibration',
    spoil: (scene) =>
      scene.rewrite('calibration', (xml) => xml.replace(/<calibrationVector>[\s\S]*<\/calibrationVector>/, '')),
  },
];

/** Messages of the arrivals queue that are no envelope; each text is another message. */
export const POISON_MESSAGES: readonly ((number: number) => string)[] = [
  (number) => `Hello number ${number}?`,
  (number) => JSON.stringify({ type: 'weather-report', number }),
];
