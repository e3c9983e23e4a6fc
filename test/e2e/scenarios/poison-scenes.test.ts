import { expect, test } from 'vitest';
import { type Scene, tinyScene } from '../scenes/scene.ts';
import { deployedStack } from '../support/deployed-stack.ts';
import { settledRecord } from '../support/ledger.ts';
import { uploadScene } from '../support/upload-scene.ts';

const passOnDay = (day: number) => ({
  time: new Date(`2021-08-${day}T05:50:00Z`),
  absoluteOrbit: 39_360 + 15 * day,
  dataTakeId: 0x4b000 + day,
});

/** The annotation ends in the middle of an element: only the retrieval, which reads it, can find out. */
function cutAnnotation({ files, ...scene }: Scene): Scene {
  const cut = [...files].map(([path, bytes]) =>
    /^annotation\/s1/.test(path) ? ([path, bytes.slice(0, 3000)] as const) : ([path, bytes] as const),
  );
  return { ...scene, files: new Map(cut) };
}

/** By its name already it cannot serve: the intake says so. */
const wideSwath = (scene: Scene): Scene => ({ ...scene, product: scene.product.replace('_IW_GRDH_', '_EW_GRDM_') });

// That none of these leaves a dead letter is looked at when all is done: before-destroy/no-dead-letters.test.ts.
test.each([
  ['a damaged annotation', 25, cutAnnotation, 'invalid-annotation'],
  ['another mode', 26, wideSwath, 'unsupported-product'],
])('a scene with %s ends rejected', async (_, day, spoil, reason) => {
  const { bucket } = deployedStack();
  const scene = spoil(await tinyScene(passOnDay(day)));
  await uploadScene(bucket, scene);
  expect(await settledRecord(bucket, scene.product)).toMatchObject({ state: 'rejected', reason, outcomes: {} });
});
