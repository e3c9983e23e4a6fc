'use strict';

const fs = require('node:fs');

const POLL_MS = 250;
const SHELLS = new Set(['sh', 'dash', 'bash', 'zsh', 'ksh', 'ash']);

/**
 * npm starts a script as npm → shell → node. Sent SIGTERM, it ends only the shell; killed, it ends nothing; both leave
 * the script running behind the user's back. So a script of npm watches the two: `onTerminated` is called once when the
 * shell is gone, `onKilled` when npm is. Started by anything else, nothing is watched. Returns a function that stops.
 */
function watchStarter({ onTerminated, onKilled }) {
  if (process.platform !== 'linux' || !process.env.npm_lifecycle_event) return () => {};
  const parent = process.ppid;
  const npm = firstAncestorThatIsNoShell(parent);
  if (!npm) return () => {};
  const timer = setInterval(() => {
    const shellGone = process.ppid !== parent;
    if (!shellGone && isSameProcess(npm)) return;
    clearInterval(timer);
    if (shellGone) onTerminated();
    else onKilled();
  }, POLL_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function firstAncestorThatIsNoShell(pid) {
  for (let stat = readStat(pid); stat; stat = readStat(stat.parent)) {
    if (!SHELLS.has(stat.name)) return stat;
  }
  return undefined;
}

/** Start time guards against a number that was given to a new process; a zombie is dead although it has an entry. */
function isSameProcess({ pid, startTicks }) {
  const stat = readStat(pid);
  return stat !== undefined && stat.startTicks === startTicks && stat.state !== 'Z' && stat.state !== 'X';
}

/** proc(5): pid (name) state ppid … starttime is field 22. The name may hold anything, hence the last parenthesis. */
function readStat(pid) {
  let text;
  try {
    text = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  const close = text.lastIndexOf(')');
  const rest = text.slice(close + 2).split(' ');
  return {
    pid,
    name: text.slice(text.indexOf('(') + 1, close),
    state: rest[0],
    parent: Number(rest[1]),
    startTicks: rest[19],
  };
}

module.exports = { watchStarter };
