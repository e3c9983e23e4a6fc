import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const BOOTSTRAP = new URL('../../../cli/', import.meta.url).pathname;

const LOCK = {
  packages: {
    '': { name: 'fake' },
    'node_modules/left': { version: '1.0.0', integrity: 'sha512-left' },
    'node_modules/for-another-machine': {
      version: '1.0.0',
      integrity: 'x',
      optional: true,
      os: ['aix'],
      cpu: ['ppc64'],
    },
    'node_modules/for-this-machine': {
      version: '1.0.0',
      integrity: 'y',
      optional: true,
      os: [process.platform],
      cpu: [process.arch],
    },
  },
} as const;

/** What npm would write down after installing on this machine. */
export const INSTALLED: { packages: Record<string, { version: string; integrity: string }> } = {
  packages: {
    'node_modules/left': { version: '1.0.0', integrity: 'sha512-left' },
    'node_modules/for-this-machine': { version: '1.0.0', integrity: 'y' },
  },
};

/** Does to `node_modules` what npm does, in the same order, and counts its runs in npm.log. */
const FAKE_NPM = `
const fs = require('node:fs');
fs.appendFileSync('npm.log', process.argv.slice(2).join(' ') + '\\n');
if (process.env.NPM_FAILS) { console.error('network is out'); process.exit(7); }
fs.rmSync('node_modules', { recursive: true, force: true });
setTimeout(() => {
  fs.mkdirSync('node_modules/.bin', { recursive: true });
  fs.symlinkSync(process.execPath, 'node_modules/.bin/node');
  for (const tool of ['tsc', 'biome', 'vitest']) {
    fs.writeFileSync('node_modules/.bin/' + tool, 'require("../../tool.cjs")("' + tool + '")');
  }
  fs.writeFileSync('node_modules/.package-lock.json', ${JSON.stringify(JSON.stringify(INSTALLED))});
}, 100);
`;

const FAKE_TOOL = `
const fs = require('node:fs');
module.exports = (name) => {
  fs.appendFileSync('tools.log', [name, ...process.argv.slice(2)].join(' ') + '\\n');
  if (name === 'vitest' && process.env.COUNTS) fs.writeFileSync(process.env.S2MP_TEST_SUMMARY, process.env.COUNTS);
  process.exit(process.env.FAILS === name ? 2 : 0);
};
`;

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A checkout with the real bootstrap and everything that it calls replaced by something small. */
export class FakeCheckout {
  readonly root = mkdtempSync(join(tmpdir(), 's2mp-bootstrap-'));

  constructor() {
    onTestFinished(() => rmSync(this.root, { recursive: true, force: true }));
    cpSync(join(BOOTSTRAP, 'bootstrap.cjs'), this.path('cli/bootstrap.cjs'));
    cpSync(join(BOOTSTRAP, 'bootstrap'), this.path('cli/bootstrap'), { recursive: true });
    this.write('package.json', '{"type":"module"}');
    this.write('package-lock.json', JSON.stringify(LOCK));
    // Its own package.json, because a .js file under "type": "module" would be ESM.
    this.write('npm/npm-cli.js', FAKE_NPM);
    this.write('npm/package.json', '{}');
    this.write('tool.cjs', FAKE_TOOL);
    this.write('cli/s2mp.mjs', 'console.log(JSON.stringify(process.argv.slice(2)));');
  }

  path(name: string): string {
    return join(this.root, name);
  }

  write(name: string, text: string): void {
    mkdirSync(join(this.path(name), '..'), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  /** Lines of a log file, none if it was never written. */
  log(name: 'npm.log' | 'tools.log'): string[] {
    try {
      return readFileSync(this.path(name), 'utf8').trim().split('\n');
    } catch {
      return [];
    }
  }

  start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
    return spawn(process.execPath, ['cli/bootstrap.cjs', ...args], {
      cwd: this.root,
      env: { PATH: process.env.PATH, npm_execpath: this.path('npm/npm-cli.js'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  run(args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
    return finished(this.start(args, env));
  }
}

export function finished(child: ChildProcess): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr })));
}
