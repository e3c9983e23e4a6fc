'use strict';

const fs = require('node:fs');
const path = require('node:path');

/** A holder renews its lock this often; one that was not renewed for STALE_MS belongs to a dead process. */
const RENEW_MS = 2_000;
const STALE_MS = 15_000;
const POLL_MS = 200;

/**
 * Runs `action` while no other start of the same checkout does. A holder that was killed is replaced after STALE_MS, or
 * at once when its process is gone.
 */
async function withInstallLock(file, action) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  await acquire(file);
  const renewal = setInterval(() => touch(file), RENEW_MS);
  try {
    return await action();
  } finally {
    clearInterval(renewal);
    fs.rmSync(file, { force: true });
  }
}

async function acquire(file) {
  let told = false;
  while (!createExclusively(file)) {
    if (isStale(file)) removeStale(file);
    else {
      if (!told) process.stderr.write('Another start is installing the packages; waiting for it …\n');
      told = true;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}

function createExclusively(file) {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isStale(file) {
  try {
    if (Date.now() - fs.statSync(file).mtimeMs > STALE_MS) return true;
    const pid = Number(fs.readFileSync(file, 'utf8'));
    return pid > 0 && !isRunning(pid);
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

/**
 * Two starts may find the same stale lock. Only the one that holds the second lock removes it, after another look:
 * otherwise the slower one would remove the lock that the faster one has just made.
 */
function removeStale(file) {
  const guard = `${file}.removal`;
  if (!createExclusively(guard)) {
    if (ageMs(guard) > STALE_MS) fs.rmSync(guard, { force: true });
    return;
  }
  try {
    if (isStale(file)) fs.rmSync(file, { force: true });
  } finally {
    fs.rmSync(guard, { force: true });
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function ageMs(file) {
  return Date.now() - (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}

function touch(file) {
  const now = new Date();
  fs.utimes(file, now, now, () => {});
}

module.exports = { withInstallLock };
