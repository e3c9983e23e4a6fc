import { existsSync, rmSync, utimesSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FakeCheckout, INSTALLED } from './fake-checkout.ts';

const NPM_CI = 'ci --ignore-scripts --include=dev --include=optional --no-audit --no-fund --loglevel=error';

describe('the first start', () => {
  it('installs, says so on stderr, and runs the task with its arguments', async () => {
    const checkout = new FakeCheckout();
    const { code, stdout, stderr } = await checkout.run(['demo', '--seed', '3']);
    expect({ code, stdout, npm: checkout.log('npm.log') }).toEqual({
      code: 0,
      stdout: '["demo","--seed","3"]\n',
      npm: [NPM_CI],
    });
    expect(stderr).toMatch(/^Installing 3 packages .*\nInstalled in \d+ s\.\n$/);
  });

  it('reports what npm said and how to go on when the installation fails', async () => {
    const checkout = new FakeCheckout();
    const { code, stdout, stderr } = await checkout.run(['demo'], { NPM_FAILS: '1' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/npm ci failed \(exit 7\):\nnetwork is out\n.*connect once and start again/);
    expect(stderr).not.toContain('    at ');
  });

  it('ends a failed `test` with its summary line all the same', async () => {
    const { code, stdout } = await new FakeCheckout().run(['test'], { NPM_FAILS: '1' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '0 passed, 1 failed\n' });
  });
});

describe('a later start', () => {
  it('neither calls npm nor says anything', async () => {
    const checkout = new FakeCheckout();
    await checkout.run(['demo']);
    const { code, stderr } = await checkout.run(['demo'], { NPM_FAILS: '1' });
    expect({ code, stderr, runs: checkout.log('npm.log').length }).toEqual({ code: 0, stderr: '', runs: 1 });
  });

  it('accepts an installation made by hand', async () => {
    const checkout = new FakeCheckout();
    await checkout.run(['demo']);
    rmSync(checkout.path('node_modules/.s2mp-installed'));
    const { code } = await checkout.run(['demo'], { NPM_FAILS: '1' });
    expect({ code, runs: checkout.log('npm.log').length }).toEqual({ code: 0, runs: 1 });
    expect(existsSync(checkout.path('node_modules/.s2mp-installed'))).toBe(true);
  });

  it.each([
    ['another version is installed', { 'node_modules/left': { version: '2.0.0', integrity: 'sha512-left' } }],
    ['a package of the same version has other contents', { 'node_modules/left': { version: '1.0.0', integrity: 'z' } }],
    ['the optional package of this machine is missing', { 'node_modules/for-this-machine': undefined }],
    ['a package is missing', { 'node_modules/left': undefined }],
  ])('installs again when %s', async (_, change) => {
    const checkout = new FakeCheckout();
    await checkout.run(['demo']);
    const packages = { ...INSTALLED.packages, ...change };
    checkout.write('node_modules/.package-lock.json', JSON.stringify({ packages }));
    const { code } = await checkout.run(['demo']);
    expect({ code, runs: checkout.log('npm.log').length }).toEqual({ code: 0, runs: 2 });
  });

  it('installs again when an installation was cut off before npm wrote its record', async () => {
    const checkout = new FakeCheckout();
    await checkout.run(['demo']);
    rmSync(checkout.path('node_modules/.package-lock.json'));
    await checkout.run(['demo']);
    expect(checkout.log('npm.log')).toHaveLength(2);
  });
});

describe('several starts at once', () => {
  it('install once; the others wait and then run', async () => {
    const checkout = new FakeCheckout();
    const results = await Promise.all([1, 2, 3].map((n) => checkout.run(['demo', String(n)])));
    expect(results.map(({ code, stdout }) => [code, stdout])).toEqual([1, 2, 3].map((n) => [0, `["demo","${n}"]\n`]));
    expect(checkout.log('npm.log')).toHaveLength(1);
    expect(existsSync(checkout.path('.build/install.lock'))).toBe(false);
  });

  it('take over the lock of a process that is gone', async () => {
    const checkout = new FakeCheckout();
    checkout.write('.build/install.lock', '4194305'); // above the kernel's largest process id (2^22)
    const results = await Promise.all([1, 2, 3].map(() => checkout.run(['demo'])));
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(checkout.log('npm.log')).toHaveLength(1);
  });

  it('take over a lock that nobody renews although its process id is in use', async () => {
    const checkout = new FakeCheckout();
    checkout.write('.build/install.lock', String(process.pid));
    const aMinuteAgo = new Date(Date.now() - 60_000);
    utimesSync(checkout.path('.build/install.lock'), aMinuteAgo, aMinuteAgo);
    expect(await checkout.run(['demo'])).toMatchObject({ code: 0 });
  });
});
