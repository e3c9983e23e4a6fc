'use strict';

// Preloaded into the child of run-node.cjs: a parent that is killed with SIGKILL cannot pass anything on, and an orphan
// would go on holding the engine's lock.
const { isMainThread } = require('node:worker_threads');

const POLL_MS = 250;

if (isMainThread) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
  }, POLL_MS).unref();
}
