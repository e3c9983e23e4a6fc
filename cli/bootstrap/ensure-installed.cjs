'use strict';

const { spawn } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { withInstallLock } = require('./install-lock.cjs');
const { installedAsLocked } = require('./installed-as-locked.cjs');

/** A start that cannot go on; the message is for people. */
class InstallError extends Error {}

/**
 * Brings `node_modules` to what package-lock.json says. When it is there already – the case of every start but the
 * first – two small files are read and nothing else happens: no npm, no network.
 */
async function ensureInstalled(root) {
  if (isCurrent(root)) return;
  const lock = path.join(root, '.build', 'install.lock');
  await withInstallLock(lock, async () => {
    // Somebody else may have installed while this start waited for the lock.
    if (isCurrent(root)) return;
    if (!installedAsLocked(root)) await install(root);
    fs.writeFileSync(markerFile(root), fingerprint(root));
  });
}

function isCurrent(root) {
  try {
    return fs.readFileSync(markerFile(root), 'utf8') === fingerprint(root);
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

/** Inside `node_modules`, so that it goes when that goes. */
function markerFile(root) {
  return path.join(root, 'node_modules', '.s2mp-installed');
}

/** What was asked for, what npm wrote down as installed (it changes with every later `npm install`), and for which machine. */
function fingerprint(root) {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', path.join('node_modules', '.package-lock.json')]) {
    hash.update(fs.readFileSync(path.join(root, file)));
  }
  return `${hash.digest('hex')} ${process.platform}-${process.arch}\n`;
}

async function install(root) {
  const packages = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const begun = Date.now();
  process.stderr.write(
    `Installing ${Object.keys(packages).length - 1} packages (about 0.9 GB, half a minute; only when they change) …\n`,
  );
  const { code, output } = await npmCi(root);
  if (code !== 0) {
    throw new InstallError(
      `npm ci failed (exit ${code}):\n${output.trim()}\nIf the package registry cannot be reached, connect once and start again: ` +
        'later starts need no network.',
    );
  }
  process.stderr.write(`Installed in ${Math.round((Date.now() - begun) / 1000)} s.\n`);
}

/**
 * The npm that started this, else the one on PATH. Scripts of packages stay off (.npmrc says why); development and
 * optional packages are named because NODE_ENV or a user's own configuration may leave them out.
 */
function npmCi(root) {
  const args = [
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const npmFile = process.env.npm_execpath ?? '';
  const [command, commandArgs] = /npm-cli\.js$/.test(npmFile) ? [process.execPath, [npmFile, ...args]] : ['npm', args];
  return new Promise((resolve) => {
    const child = spawn(command, commandArgs, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => resolve({ code: error.code, output: `${command}: ${error.message}` }));
    child.on('close', (code, signal) => resolve({ code: code ?? signal, output: Buffer.concat(chunks).toString() }));
  });
}

module.exports = { ensureInstalled, InstallError };
