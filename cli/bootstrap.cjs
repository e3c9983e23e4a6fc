/*
 * Entry of every npm script. Written in the syntax of Node 10, so that an old Node prints a sentence and no SyntaxError;
 * everything newer is behind the `require` at the end.
 */
'use strict';

var OLDEST_NODE = 20;
var OWN_NODE = 24;

var major = Number(process.versions.node.split('.')[0]);
var platform = `${process.platform}-${process.arch}`;
/** Node 24 comes through npm as a plain binary for these two; elsewhere the Node that runs this has to be new enough. */
var nodeFromNpm = platform === 'linux-x64' || platform === 'linux-arm64';

var version = process.versions.node;
var complaint;
if (major < OLDEST_NODE) {
  complaint = `This project needs Node ${OLDEST_NODE} or newer to start; this is Node ${version} (https://nodejs.org).`;
} else if (!nodeFromNpm && major < OWN_NODE) {
  complaint = `On ${platform} this project needs a Node ${OWN_NODE} of your own, or newer; this is Node ${version}.`;
}

if (complaint) {
  process.stderr.write(`${complaint}\n`);
  process.exit(1);
}

require('./bootstrap/run-task.cjs').runTask(process.argv[2], process.argv.slice(3));
