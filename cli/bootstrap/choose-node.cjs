'use strict';

const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { InstallError } = require('./ensure-installed.cjs');

const NEEDED_MAJOR = 24;

/**
 * The Node 24 that npm installed, or this very Node where that one does not run (other platforms, musl) and this one is
 * new enough.
 */
function chooseNode(root) {
  const installed = path.join(root, 'node_modules', '.bin', 'node');
  const answer = spawnSync(installed, ['--version'], { encoding: 'utf8' });
  if (answer.status === 0 && majorOf(answer.stdout) >= NEEDED_MAJOR) return installed;
  if (majorOf(process.version) >= NEEDED_MAJOR) return process.execPath;
  throw new InstallError(
    `The Node ${NEEDED_MAJOR} that npm installed does not run here (${answer.error ? answer.error.code : `exit ${answer.status}`}); ` +
      `install Node ${NEEDED_MAJOR} or newer yourself and start again. This is Node ${process.versions.node}.`,
  );
}

function majorOf(version) {
  const match = /^v(\d+)\./.exec(version);
  return match ? Number(match[1]) : 0;
}

module.exports = { chooseNode };
