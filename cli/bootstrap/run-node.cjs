'use strict';

const { spawn } = require('node:child_process');
const os = require('node:os');
const path = require('node:path');
const { watchStarter } = require('./watch-starter.cjs');

const GRACE_MS = 5_000;
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a script under the given Node with this terminal and resolves to its exit code (128 + n after signal n).
 * Parent and child live and die together: signals are passed on, a child whose parent is killed ends too (preload),
 * and the child is ended when the npm that started all this is gone.
 */
function runNode(node, args, { cwd, env = {} }) {
  const preload = path.join(__dirname, 'end-with-parent.cjs');
  const bin = path.join(cwd, 'node_modules', '.bin');
  const child = spawn(node, ['--require', preload, ...args], {
    cwd,
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`,
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      ...env,
    },
  });

  const end = () => {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
  };
  const handlers = FORWARDED.map((signal) => {
    // A terminal sends its interrupt to the whole process group: passing it on would deliver it twice.
    const handler = () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal));
    process.on(signal, handler);
    return [signal, handler];
  });
  const stopWatching = watchStarter({ onTerminated: end, onKilled: () => child.kill('SIGKILL') });

  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      stopWatching();
      for (const [name, handler] of handlers) process.off(name, handler);
      resolve(code ?? 128 + os.constants.signals[signal]);
    });
  });
}

module.exports = { runNode };
