import { beforeAll, describe, expect, test } from 'vitest';
import type { RejectReason } from '../../../../lib/errors/reject-reason.ts';
import { ledgerKey } from '../../../../lib/product/keys.ts';
import { tiffBytes } from '../../sentinel1/tiff-bytes.ts';
import { EditedScene } from './edited-scene.ts';
import { matching } from './matching.ts';
import { runScene } from './run-scene.ts';
import { renderSmallWorld, type SmallWorld } from './small-world.ts';

interface BadScene {
  readonly name: string;
  readonly spoil: (scene: EditedScene, world: SmallWorld) => void;
  readonly reason: RejectReason;
  /** The whole of it: what is wrong, in which file, and what to do. */
  readonly message: (scene: EditedScene, world: SmallWorld) => string | RegExp;
  /** Who finds out: intake before anything is queued, or the retrieval. */
  readonly by: 'intake' | 'retrieve';
  /** Found so late that it stands in each collection's outcome too. */
  readonly isPerMap?: true;
  /** For what sends no event of its own. */
  readonly isOrdered?: true;
}

const AGAIN = 'Download the product again.';
const REPORT = 'Download the product again; if it stays so, report it to the data provider.';
const OTHER_FILE = 'Download the product again: this is not the file that was published.';
const GIVE_VV = 'Give an IW GRDH product with VV polarisation (S1x_IW_GRDH_1SDV_… or 1SSV).';
const PUT_ALL = 'Put the whole product there, manifest.safe last.';
const where = (scene: EditedScene) => `s2mp-local/${scene.folder}`;
const zipName = (scene: EditedScene) => `s2mp-local/scenes/${scene.product}.zip`;
const renamed = (from: string, to: string) => (scene: EditedScene) => scene.rename(scene.product.replace(from, to));

const NO_PRODUCT: readonly BadScene[] = [
  {
    name: 'an EW product',
    spoil: renamed('_IW_GRDH_', '_EW_GRDM_'),
    reason: 'unsupported-product',
    message: (s) => `${where(s)}: this is a EW GRDM product, not IW GRDH. ${GIVE_VV}`,
    by: 'intake',
  },
  {
    name: 'a stripmap product',
    spoil: renamed('_IW_GRDH_', '_S3_GRDF_'),
    reason: 'unsupported-product',
    message: (s) => `${where(s)}: this is a S3 GRDF product, not IW GRDH. ${GIVE_VV}`,
    by: 'intake',
  },
  {
    name: 'a single-look complex product',
    spoil: renamed('_IW_GRDH_1', '_IW_SLC__1'),
    reason: 'unsupported-product',
    message: (s) => `${where(s)}: this is a IW SLC product, not IW GRDH. ${GIVE_VV}`,
    by: 'intake',
  },
  {
    name: 'a folder that is no product',
    spoil: (scene) => scene.rename('holiday pictures'),
    reason: 'unsupported-product',
    message: (s) => `${where(s)}: "holiday pictures" is no Sentinel-1 product name. ${GIVE_VV}`,
    by: 'intake',
  },
  {
    name: 'HH by name',
    spoil: renamed('_1SSV_', '_1SDH_'),
    reason: 'no-vv',
    message: (s) => `${where(s)}: polarisation DH has no VV image. ${GIVE_VV}`,
    by: 'intake',
  },
  {
    name: 'HH only, against its name',
    spoil: (scene) => {
      scene.rewrite('manifest', (text) => text.replaceAll('-grd-vv-', '-grd-hh-'));
      scene.rename(scene.product, ['-grd-vv-', '-grd-hh-']);
    },
    reason: 'no-vv',
    message: (s) =>
      `${where(s)}: the product holds annotation/s1a-iw-grd-hh-20210821t173941-20210821t173941-039331-04a4f1-001.xml ` +
      'but no VV annotation. Give an IW GRDH product with VV polarisation.',
    by: 'intake',
  },
  {
    name: 'an EW image under the name of IW',
    spoil: (scene) => scene.rewrite('annotation', (text) => text.replace('<mode>IW<', '<mode>EW<')),
    reason: 'unsupported-product',
    message: (s) =>
      `${s.name('annotation')}: this describes a EW GRD image. Give an IW GRDH product with VV polarisation.`,
    by: 'retrieve',
  },
  {
    name: 'an HH image under the name of VV',
    spoil: (scene) => scene.rewrite('annotation', (text) => text.replace('sation>VV<', 'sation>HH<')),
    reason: 'no-vv',
    message: (s) => `${s.name('annotation')}: this describes a HH image. Give an IW GRDH product with VV polarisation.`,
    by: 'retrieve',
  },
  {
    name: 'a place outside of all areas',
    spoil: (scene) =>
      scene.rewrite('manifest', (text) =>
        text.replace(/<gml:coordinates>[^<]*/, '<gml:coordinates>10,10 10,11 11,11 11,10'),
      ),
    reason: 'outside-areas',
    message: (s) =>
      `${where(s)}: the scene touches none of the areas of interest. The configured areas are small-world.`,
    by: 'intake',
  },
];

const roles = ['annotation', 'calibration', 'noise', 'measurement'] as const;

const INCOMPLETE: readonly BadScene[] = [
  ...roles.map((role): BadScene => {
    let path = '';
    return {
      name: `a missing ${role} file`,
      spoil: (scene) => {
        path = scene.path(role);
        scene.remove(role);
      },
      reason: 'incomplete',
      message: (s) => `${where(s)}: ${path} is missing or incomplete. ${PUT_ALL}`,
      by: 'intake',
    };
  }),
  {
    name: 'a missing manifest',
    spoil: (scene) => scene.remove('manifest'),
    reason: 'incomplete',
    message: (s) => `${where(s)}: manifest.safe is missing or incomplete. ${PUT_ALL}`,
    by: 'intake',
    isOrdered: true,
  },
  {
    name: 'a measurement that is shorter than the manifest says',
    spoil: (scene) => {
      scene.files.set(scene.key('measurement'), scene.bytes('measurement').slice(0, 100_000));
    },
    reason: 'incomplete',
    message: (s, w) =>
      `${where(s)}: ${s.path('measurement')} (100000 of ${w.files.get(s.key('measurement'))?.length} bytes) ` +
      `is missing or incomplete. ${PUT_ALL}`,
    by: 'intake',
  },
  {
    name: 'nothing at all where an order points',
    spoil: (scene) => {
      for (const role of [...roles, 'manifest'] as const) scene.remove(role);
    },
    reason: 'incomplete',
    message: (s) => `${where(s)}: no file of a product is there. Check the bucket and the key.`,
    by: 'intake',
    isOrdered: true,
  },
];

const XML: readonly BadScene[] = [
  {
    name: 'an annotation that is not XML',
    spoil: (scene) => scene.set('annotation', new TextEncoder().encode('not found\n')),
    reason: 'invalid-annotation',
    message: (s) =>
      `${s.name('annotation')}: is not well-formed XML: line 1: text data outside of root node. ${OTHER_FILE}`,
    by: 'retrieve',
  },
  {
    name: 'an annotation of zeros',
    spoil: (scene) => scene.set('annotation', new Uint8Array(5000)),
    reason: 'invalid-annotation',
    message: (s) => `${s.name('annotation')}: holds nothing but blanks or zeros. ${OTHER_FILE}`,
    by: 'retrieve',
  },
  {
    name: 'an empty annotation',
    spoil: (scene) => scene.set('annotation', new Uint8Array()),
    reason: 'invalid-annotation',
    message: (s) => `${s.name('annotation')}: is empty. ${OTHER_FILE}`,
    by: 'retrieve',
  },
  {
    name: 'an annotation that is cut off',
    spoil: (scene) => scene.set('annotation', scene.bytes('annotation').slice(0, 3000)),
    reason: 'invalid-annotation',
    message: (s) =>
      `${s.name('annotation')}: is cut off: it ends within <product/generalAnnotation/orbitList/orbit/position/z>. ${OTHER_FILE}`,
    by: 'retrieve',
  },
  {
    name: 'an annotation that is far too long',
    spoil: (scene) => scene.set('annotation', new Uint8Array(65 * 2 ** 20).fill(32)),
    reason: 'invalid-annotation',
    message: (s) => `${s.name('annotation')}: is 68157440 bytes long, far more than such a file has. ${AGAIN}`,
    by: 'retrieve',
  },
  {
    name: 'an annotation with entities',
    spoil: (scene) =>
      scene.rewrite('annotation', (text) =>
        text.replace('<product>', '<!DOCTYPE product [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]>\n<product>'),
      ),
    reason: 'invalid-annotation',
    message: (s) =>
      `${s.name('annotation')}: declares a document type or entities, which are not accepted. ${OTHER_FILE}`,
    by: 'retrieve',
  },
  {
    name: 'an annotation that uses an entity without declaring it',
    spoil: (scene) => scene.rewrite('annotation', (text) => text.replace('<mode>IW', '<mode>&mode;')),
    reason: 'invalid-annotation',
    message: (s) => `${s.name('annotation')}: holds the entity "&mode;</mode", which is not accepted. ${OTHER_FILE}`,
    by: 'retrieve',
  },
  {
    name: 'an annotation of another product',
    spoil: (scene) => scene.rewrite('annotation', (text) => text.replace('>39331<', '>39332<')),
    reason: 'invalid-annotation',
    message: (s) =>
      `${s.name('annotation')}: this is of another product: S1A, orbit 39332, data take 4A4F1, ` +
      `starting 2021-08-21T17:39:41.153776Z. Give the annotation of ${s.product}.`,
    by: 'retrieve',
  },
  {
    name: 'an annotation of something else',
    spoil: (scene) =>
      scene.set('annotation', new TextEncoder().encode('<html><body>Service unavailable</body></html>')),
    reason: 'invalid-annotation',
    message: (s) => `${s.name('annotation')}: holds no <product>. ${OTHER_FILE}`,
    by: 'retrieve',
  },
  {
    name: 'an annotation without orbit vectors',
    spoil: (scene) => scene.rewrite('annotation', (text) => text.replace(/<orbit>[\s\S]*<\/orbit>/, '')),
    reason: 'invalid-annotation',
    message: (s) =>
      `${s.name('annotation')}: <product/generalAnnotation/orbitList> holds 0 state vectors, at least 2 are needed. ${REPORT}`,
    by: 'retrieve',
  },
  {
    name: 'an annotation without an orbit list',
    spoil: (scene) => scene.rewrite('annotation', (text) => text.replace(/<orbitList[\s\S]*<\/orbitList>/, '')),
    reason: 'invalid-annotation',
    message: (s) => `${s.name('annotation')}: <product/generalAnnotation> has no <orbitList>. ${REPORT}`,
    by: 'retrieve',
  },
  {
    name: 'a calibration that is not XML',
    spoil: (scene) => scene.set('calibration', new TextEncoder().encode('{"not": "xml"}')),
    reason: 'invalid-calibration',
    message: (s) =>
      `${s.name('calibration')}: is not well-formed XML: line 1: text data outside of root node. ${OTHER_FILE}`,
    by: 'retrieve',
  },
  {
    name: 'a calibration without vectors',
    spoil: (scene) =>
      scene.rewrite('calibration', (text) => text.replace(/<calibrationVector>[\s\S]*<\/calibrationVector>/, '')),
    reason: 'invalid-calibration',
    message: (s) =>
      `${s.name('calibration')}: <calibration/calibrationVectorList> holds no <calibrationVector>. ${REPORT}`,
    by: 'retrieve',
  },
  {
    name: 'a noise file without vectors',
    spoil: (scene) =>
      scene.rewrite('noise', (text) => text.replace(/<noiseRangeVector>[\s\S]*<\/noiseRangeVector>/, '')),
    reason: 'invalid-noise',
    message: (s) => `${s.name('noise')}: <noise/noiseRangeVectorList> holds no <noiseRangeVector>. ${REPORT}`,
    by: 'retrieve',
  },
  {
    name: 'a manifest that is not XML',
    spoil: (scene) => scene.set('manifest', new TextEncoder().encode('<?xml version="1.0"?>\n<xfdu:XFDU')),
    reason: 'invalid-manifest',
    message: (s) =>
      `${s.name('manifest')}: is cut off: it ends before its last element, comment or instruction does. ${OTHER_FILE}`,
    by: 'intake',
  },
  {
    name: 'an empty manifest',
    spoil: (scene) => scene.set('manifest', new Uint8Array()),
    reason: 'invalid-manifest',
    message: (s) => `${s.name('manifest')}: is empty. ${OTHER_FILE}`,
    by: 'intake',
  },
  {
    name: 'a manifest without what the pipeline needs of it',
    spoil: (scene) =>
      scene.rewrite('manifest', (text) =>
        text.replace('<metadataObject ID="processing"', '<metadataObject ID="other"'),
      ),
    reason: 'invalid-manifest',
    message: (s) =>
      `${s.name('manifest')}: <XFDU/metadataSection> has no metadataObject with ID="processing". ${REPORT}`,
    by: 'intake',
  },
];

/** The rendered image's own pixels in another layout. */
function image({ samples, lines, files }: SmallWorld, scene: EditedScene, layout: Parameters<typeof tiffBytes>[3]) {
  const bytes = files.get(scene.key('measurement')) ?? new Uint8Array();
  const pixels = bytes.slice(bytes.length - 2 * samples * lines);
  return tiffBytes(new Uint16Array(pixels.buffer), samples, lines, layout);
}

const MEASUREMENT: readonly BadScene[] = [
  {
    name: 'an empty measurement',
    spoil: (scene) => scene.set('measurement', new Uint8Array()),
    reason: 'invalid-measurement',
    message: (s) => `${s.name('measurement')}: the file is empty. ${AGAIN}`,
    by: 'retrieve',
  },
  {
    name: 'a measurement that is cut off, with a manifest that agrees',
    spoil: (scene) => scene.set('measurement', scene.bytes('measurement').slice(0, 100_000)),
    reason: 'invalid-measurement',
    message: (s, w) =>
      `${s.name('measurement')}: the file is cut off: its pixels reach to byte ${w.files.get(s.key('measurement'))?.length}, ` +
      `but it has 100000. ${AGAIN}`,
    by: 'retrieve',
  },
  {
    name: 'a measurement that ends in its header',
    spoil: (scene) => scene.set('measurement', scene.bytes('measurement').slice(0, 500)),
    reason: 'invalid-measurement',
    message: (s) =>
      `${s.name('measurement')}: the file is cut off: its directories reach beyond its 500 bytes. ${AGAIN}`,
    by: 'retrieve',
  },
  {
    name: 'a measurement that is no TIFF',
    spoil: (scene) => scene.set('measurement', new TextEncoder().encode('<Error><Code>SlowDown</Code></Error>')),
    reason: 'invalid-measurement',
    message: (s) => `${s.name('measurement')}: no readable TIFF (Invalid byte order value). ${AGAIN}`,
    by: 'retrieve',
  },
  {
    name: 'an image of another size than the annotation says',
    spoil: (scene) => scene.set('measurement', tiffBytes(new Uint16Array(200 * 100).fill(300), 200, 100)),
    reason: 'invalid-measurement',
    message: (s, w) =>
      `${s.name('measurement')}: the image has 200 × 100 pixels, but its annotation says ${w.samples} × ${w.lines}. ${AGAIN}`,
    by: 'retrieve',
  },
  {
    name: 'an image of nothing but zeros',
    spoil: (scene, { samples, lines }) =>
      scene.set('measurement', tiffBytes(new Uint16Array(samples * lines), samples, lines)),
    reason: 'no-valid-pixels',
    message: (s, w) =>
      `${s.name('measurement')}: no pixel holds data: all of ${Math.ceil(w.lines / 64)} lines looked at are 0. ` +
      'This product is empty; nothing can be retrieved from it.',
    by: 'retrieve',
  },
  {
    name: 'damaged pixels in the middle of the image',
    spoil: (scene, world) => {
      const bytes = image(world, scene, { compression: 8, rowsPerStrip: 7 });
      bytes.fill(0xff, Math.floor(bytes.length * 0.55), Math.floor(bytes.length * 0.58));
      scene.set('measurement', bytes);
    },
    reason: 'invalid-measurement',
    // The band that holds them: 37 strips of 7 lines.
    message: (s) =>
      matching(`${s.name('measurement')}: the deflate data are damaged (*) (image lines 0 to 258). ${AGAIN}`),
    by: 'retrieve',
    isPerMap: true,
  },
];

const ARCHIVE: readonly BadScene[] = [
  {
    name: 'a zip that is none',
    spoil: (scene) => scene.zip(() => new TextEncoder().encode('<html>Log in to continue</html>')),
    reason: 'invalid-archive',
    message: (s) =>
      `${zipName(s)}: no readable zip archive: End of central directory record signature not found. ` +
      `Either not a zip file, or file is truncated. ${AGAIN}`,
    by: 'intake',
  },
  {
    name: 'an empty zip file',
    spoil: (scene) => scene.zip(() => new Uint8Array()),
    reason: 'invalid-archive',
    message: (s) => `${zipName(s)}: the file is empty. ${AGAIN}`,
    by: 'intake',
  },
  {
    name: 'a zip that is cut off',
    spoil: (scene) => scene.zip((zip) => zip.slice(0, zip.length - 4000)),
    reason: 'invalid-archive',
    message: (s) =>
      `${zipName(s)}: no readable zip archive: End of central directory record signature not found. ` +
      `Either not a zip file, or file is truncated. ${AGAIN}`,
    by: 'intake',
  },
  {
    name: 'a zip with a path that leaves it',
    spoil: (scene) => scene.zip((zip) => zip, ['../../outside.txt']),
    reason: 'invalid-archive',
    message: (s) => `${zipName(s)}: no readable zip archive: invalid relative path: ../../outside.txt. ${AGAIN}`,
    by: 'intake',
  },
  {
    name: 'a zip with an absolute path',
    spoil: (scene) => scene.zip((zip) => zip, ['/etc/cron.d/job']),
    reason: 'invalid-archive',
    message: (s) => `${zipName(s)}: no readable zip archive: absolute path: /etc/cron.d/job. ${AGAIN}`,
    by: 'intake',
  },
  {
    name: 'a zip without the noise file',
    spoil: (scene) => {
      scene.remove('noise');
      scene.zip();
    },
    reason: 'incomplete',
    message: (s) =>
      `${zipName(s)}: annotation/calibration/noise-s1a-iw-grd-vv-20210821t173941-20210821t173941-039331-04a4f1-001.xml ` +
      'is missing or incomplete. Download the archive again.',
    by: 'intake',
  },
  {
    name: 'a zip with damaged contents',
    spoil: (scene) =>
      scene.zip((zip) => {
        const damaged = zip.slice();
        damaged.fill(0x55, 2000, 2400);
        return damaged;
      }),
    reason: 'invalid-archive',
    message: (s) =>
      matching(
        `${zipName(s)}/${s.product}.SAFE/annotation/s1a-iw-grd-vv-20210821t173941-20210821t173941-039331-04a4f1-001.xml: ` +
          `this part of the archive is damaged: *. ${AGAIN}`,
      ),
    by: 'retrieve',
  },
  {
    name: 'a zip of another product than its name says',
    spoil: (scene) => {
      const { product } = scene;
      scene.zip();
      const bytes = scene.files.get(`scenes/${product}.zip`) ?? new Uint8Array();
      scene.files.delete(`scenes/${product}.zip`);
      scene.product = product.replace(/.{4}$/, 'BEEF');
      scene.files.set(`scenes/${scene.product}.zip`, bytes);
    },
    reason: 'invalid-archive',
    message: (s, w) =>
      `${zipName(s)}: the archive holds ${w.product}, its name says ${s.product}. ` +
      'Name the archive after the product that it holds.',
    by: 'intake',
  },
];

let world: SmallWorld;
beforeAll(async () => {
  world = await renderSmallWorld();
});

const TABLE = { NO_PRODUCT, INCOMPLETE, XML, MEASUREMENT, ARCHIVE };

for (const [kind, cases] of Object.entries(TABLE)) {
  describe(kind, () => {
    test.each(cases)('$name is rejected at once', async ({ spoil, reason, message, by, isPerMap, isOrdered }) => {
      const scene = new EditedScene(world);
      spoil(scene, world);
      const order = { type: 'reprocessing-order', scene: { bucket: 's2mp-local', prefix: scene.folder } };
      const outcome = await runScene(scene, isOrdered && { message: JSON.stringify(order) });
      const { record, written, remains, deliveries, deadLetters, seconds } = outcome;
      const once = { records: 1, failed: 0 };
      const text = message(scene, world);
      const verdict = {
        state: 'rejected',
        reason,
        message: typeof text === 'string' ? text : expect.stringMatching(text),
      };
      expect({ record, written, remains, deliveries, deadLetters }).toEqual({
        record: {
          type: 's2mp-ledger-record',
          product: scene.product,
          ...verdict,
          scene: expect.objectContaining({ bucket: 's2mp-local' }),
          firstSeen: expect.any(String),
          updated: expect.any(String),
          ...(by === 'retrieve' && { queuedAt: expect.any(String) }),
          outcomes: isPerMap ? { 's2mp-s1s2': verdict } : {},
          supersedes: [],
        },
        written: [ledgerKey(scene.product)],
        remains: [],
        deliveries: by === 'intake' ? { intake: once } : { intake: once, retrieve: once },
        deadLetters: [],
      });
      expect(seconds).toBeLessThan(5);
    });
  });
}
