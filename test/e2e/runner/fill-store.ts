import { worldTiles } from '../scenes/world.ts';
import { deployedStack } from '../support/deployed-stack.ts';
import { putObject } from '../support/store.ts';

/** A program of its own, run with the target's environment: puts the world's tiles where the stack reads them. */
const { bucket } = deployedStack();
const tiles = await worldTiles();
await Promise.all([...tiles].map(([key, bytes]) => putObject(bucket, key, bytes)));
