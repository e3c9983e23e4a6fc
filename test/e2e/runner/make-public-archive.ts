import { makePublicArchive } from '../support/public-scenes.ts';

/** A program of its own, run with the target's environment before the stack subscribes to the topic. */
await makePublicArchive();
