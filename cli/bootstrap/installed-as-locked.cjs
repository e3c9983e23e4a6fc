'use strict';

const fs = require('node:fs');
const path = require('node:path');

/**
 * Whether `node_modules` holds what package-lock.json asks for, by npm's own record of what it installed
 * (`node_modules/.package-lock.json`, written last, so an interrupted installation has none). True also after an
 * installation by hand, which then need not be repeated.
 */
function installedAsLocked(root) {
  const wanted = readPackages(path.join(root, 'package-lock.json'));
  const installed = readPackages(path.join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([location, entry]) => {
    if (location === '') return true;
    const found = installed[location];
    if (!found) return entry.optional === true && !isForThisMachine(entry);
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function readPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Optional packages without an `os` or `cpu` of their own come and go with others that have one. */
function isForThisMachine(entry) {
  if (!entry.os && !entry.cpu) return false;
  const glibc = !entry.libc || entry.libc.includes('glibc');
  return glibc && includes(entry.os, process.platform) && includes(entry.cpu, process.arch);
}

function includes(list, value) {
  return !list || list.includes(value);
}

module.exports = { installedAsLocked };
