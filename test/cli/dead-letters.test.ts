import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { formatAge } from '../../cli/dead-letters/format-age.ts';
import { readLedger } from '../../lib/pipeline/ledger/ledger.ts';
import { ledgerKey } from '../../lib/product/keys.ts';
import { encodeLedgerRecord } from '../../lib/product/ledger-record.ts';
import { notification } from '../../lib/product/notification.ts';
import { stacItem } from '../../lib/product/stac-item.ts';
import { serveObjects } from '../lib/cloud/aws/object-server.ts';
import { bodiesIn, FULL, openLettersBench, orderFor, productAt } from '../lib/pipeline/operations/letters-bench.ts';
import { DESCRIPTION } from '../lib/product/sample-item.ts';
import { serveQueues } from './queue-server.ts';
import { runInProcess } from './run-in-process.ts';
import { serveStack } from './stack-server.ts';
import { startCommand } from './start-command.ts';
import { withTestCredentials } from './with-test-credentials.ts';

withTestCredentials();

/**
 * A deployed stack with two queues: three letters of a full disk, and one that says nothing.
 *
 * @param undelivered in a third one, notifications that never came into their queue
 */
async function openDeployment(undelivered: readonly string[] = []) {
  const bench = await openLettersBench();
  bench.clock.advanceTo(new Date(Date.now() - 3.5 * 3_600_000));
  const [retrieval, arrivals] = [await bench.openQueue('RetrievalNrt'), await bench.openQueue('Arrivals')];
  for (const hour of [1, 2, 3]) {
    await bench.fail(productAt(hour), FULL);
    await retrieval.deadLetters.send(orderFor(productAt(hour)));
    bench.clock.advanceSeconds(1);
  }
  await arrivals.deadLetters.send('hello');
  const notifications = await bench.openQueue('Notifications');
  for (const body of undelivered) await notifications.deadLetters.send(body);
  bench.clock.advanceTo(new Date());
  const ledger = new Map<string, Uint8Array>();
  const copyLedger = async () => {
    for (const hour of [1, 2, 3]) {
      const record = await readLedger(bench.store, productAt(hour));
      if (record) ledger.set(ledgerKey(record.product), encodeLedgerRecord(record));
    }
  };
  await copyLedger();
  const [stack, objects, queues] = await Promise.all([
    serveStack('S2mpNrt', {
      BucketOutput: 'maps',
      ArrivalsQueueUrlOutput: 'http://sqs.elsewhere.invalid/0/arrivals',
      ArrivalsDeadLettersUrlOutput: 'http://sqs.elsewhere.invalid/0/arrivals-dead',
      RetrievalNrtQueueUrlOutput: 'http://sqs.elsewhere.invalid/0/nrt',
      RetrievalNrtDeadLettersUrlOutput: 'http://sqs.elsewhere.invalid/0/nrt-dead',
      ...(undelivered.length > 0 && {
        NotificationsQueueUrlOutput: 'http://sqs.elsewhere.invalid/0/notifications',
        UndeliveredNotificationsUrlOutput: 'http://sqs.elsewhere.invalid/0/undelivered',
      }),
    }),
    serveObjects(new Map([['maps', ledger]])),
    serveQueues({
      arrivals: arrivals.source,
      'arrivals-dead': arrivals.deadLetters,
      nrt: retrieval.source,
      'nrt-dead': retrieval.deadLetters,
      notifications: notifications.source,
      undelivered: notifications.deadLetters,
    }),
  ]);
  for (const server of [stack, objects, queues]) onTestFinished(() => server[Symbol.asyncDispose]());
  vi.stubEnv('AWS_ENDPOINT_URL', objects.endpoint);
  vi.stubEnv('AWS_ENDPOINT_URL_CLOUDFORMATION', stack.endpoint);
  vi.stubEnv('AWS_ENDPOINT_URL_SQS', queues.endpoint);
  const looksAtCanary = () => objects.requests.filter(({ key }) => key === ledgerKey(productAt(1))).length;
  /**
   * The retrieval, which does what comes until it is stopped. Like a real one it takes longer for the canary than the command
   * for its first look after the listing.
   */
  const retrieve = (become: typeof bench.produce) => {
    const work = async () => {
      if (looksAtCanary() < 2) return;
      await bench.work(retrieval.source, become);
      await copyLedger();
    };
    const timer = setInterval(() => void work(), 100);
    onTestFinished(() => clearInterval(timer));
  };
  return { bench, retrieval, arrivals, notifications, retrieve };
}

describe('s2mp dead-letters', () => {
  test('says what was given up, by queue and cause, and leaves it there', async () => {
    const { retrieval } = await openDeployment();
    expect(await runInProcess(['dead-letters', '--stack', 'S2mpNrt'])).toEqual({
      code: 0,
      stdout: [
        `RetrievalNrt  ${FULL.fingerprint}  3 letters, 3 h old`,
        '  disk full',
        ...[1, 2, 3].map((hour) => `  ${productAt(hour)}`),
        'Arrivals  unknown  1 letter, 3 h old',
        '',
      ].join('\n'),
      stderr: '',
    });
    expect(await retrieval.deadLetters.receive(10)).toHaveLength(3);
  });

  test('without credentials: code 2, and which are wanted', async () => {
    await openDeployment();
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
    expect(await runInProcess(['dead-letters', '--stack', 'S2mpNrt'])).toEqual({
      code: 2,
      stdout: '',
      stderr:
        's2mp: stack S2mpNrt: there are no usable AWS credentials (Could not load credentials from any providers). Set' +
        ' AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.\n',
    });
  });

  test('--json has each letter with its body', async () => {
    await openDeployment();
    const { stdout } = await runInProcess(['dead-letters', '--stack', 'S2mpNrt', '--json']);
    const letters = (JSON.parse(stdout) as { letters: { body: string; ageSeconds: number }[] }).letters;
    expect(letters).toHaveLength(4);
    expect(letters[0]).toMatchObject({ queue: 'Arrivals', fingerprint: 'unknown', products: [], body: 'hello' });
    expect(
      letters
        .slice(1)
        .map(({ body }) => body)
        .sort(),
    ).toEqual([1, 2, 3].map((hour) => orderFor(productAt(hour))));
    expect(letters[1]).toMatchObject({ queue: 'RetrievalNrt', fingerprint: FULL.fingerprint, failure: 'disk full' });
    expect(letters[1]?.ageSeconds).toBeGreaterThanOrEqual(3 * 3600);
  });
});

describe('notifications that could not be delivered', () => {
  const { event } = notification(stacItem(DESCRIPTION), {
    change: 'created',
    timeliness: 'NRT',
    bucket: 'maps',
    itemBytes: new Uint8Array(),
    publishedAt: new Date('2026-11-01T06:00:00.000Z'),
  });
  const body = JSON.stringify(event);

  test('are listed with their scene', async () => {
    await openDeployment([body]);
    const { code, stdout } = await runInProcess(['dead-letters', '--stack', 'S2mpNrt']);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining(
        `UndeliveredNotifications  unknown  1 letter, 3 h old\n  ${event.data.properties.source_product}\n`,
      ),
    });
  });

  test('are put by redrive into the queue that they were for, as they are', async () => {
    const { notifications, arrivals } = await openDeployment([body]);
    const args = ['--queue', 'undelivered-notifications', '--no-canary'];
    expect(await runInProcess(['redrive', '--stack', 'S2mpNrt', ...args])).toEqual({
      code: 0,
      stdout: 'UndeliveredNotifications unknown: 1 of 1 redriven\n',
      stderr: '',
    });
    expect(bodiesIn(notifications.source)).toEqual([body]);
    expect(bodiesIn(notifications.deadLetters)).toEqual([]);
    expect(bodiesIn(arrivals.source)).toEqual([]);
  });
});

describe('s2mp redrive', () => {
  const run = (...args: string[]) => runInProcess(['redrive', '--stack', 'S2mpNrt', ...args]);

  test('sends a canary, waits for its scene, and sends the others', async () => {
    const { bench, retrieval, retrieve } = await openDeployment();
    retrieve(bench.produce);
    const { code, stdout, stderr } = await run('--fingerprint', FULL.fingerprint);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `RetrievalNrt ${FULL.fingerprint}: 3 of 3 redriven, the canary ${productAt(1)} is produced\n`,
    });
    expect(stderr).toMatch(/^canary S1A 2026-10-31T01:39 {2}failed for 0 s, at most 15 min\n/);
    expect(bodiesIn(retrieval.deadLetters)).toEqual([]);
    for (const hour of [1, 2, 3]) {
      await vi.waitFor(async () =>
        expect(await readLedger(bench.store, productAt(hour))).toMatchObject({ state: 'produced' }),
      );
    }
  });

  test('stops when the canary fails again: one sentence, code 1, and nothing lost', async () => {
    const { bench, retrieval, retrieve } = await openDeployment();
    retrieve(bench.failAgain);
    const { code, stdout, stderr } = await run('--queue', 'retrieval-nrt');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      new RegExp(
        `s2mp: RetrievalNrt ${FULL.fingerprint}: the canary S1A_\\w+ failed again, aaaaaaaaaaaa: no memory; ` +
          '2 letters stay in the dead-letter queue\\.\n$',
      ),
    );
    expect(await retrieval.deadLetters.receive(10)).toHaveLength(2);
  });

  test('--dry-run says what would be done', async () => {
    const { retrieval } = await openDeployment();
    expect(await run('--dry-run')).toEqual({
      code: 0,
      stdout: `Arrivals unknown: 1 would be redriven\nRetrievalNrt ${FULL.fingerprint}: 3 would be redriven\n`,
      stderr: '',
    });
    expect(bodiesIn(retrieval.source)).toEqual([]);
  });

  test('--no-canary sends all, --json says so', async () => {
    const { retrieval, arrivals } = await openDeployment();
    const { code, stdout } = await run('--no-canary', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      stack: 'S2mpNrt',
      groups: [
        { queue: 'Arrivals', fingerprint: 'unknown', end: 'done', letters: 1, redriven: 1, products: [] },
        { queue: 'RetrievalNrt', fingerprint: FULL.fingerprint, failure: 'disk full', letters: 3, redriven: 3 },
      ],
    });
    expect(bodiesIn(arrivals.source)).toEqual(['hello']);
    expect(bodiesIn(retrieval.source)).toHaveLength(3);
  });

  test('without a letter that tells how it goes: code 1, and how to go on', async () => {
    await openDeployment();
    expect(await run('--queue', 'Arrivals')).toEqual({
      code: 1,
      stdout: '',
      stderr:
        's2mp: Arrivals unknown: none of its letters would show in the ledger how it went; 1 letter stays in the dead-letter' +
        ' queue. Redrive them with --no-canary.\n',
    });
  });

  test('nothing to do is no failure', async () => {
    await openDeployment();
    expect(await run('--fingerprint', '0'.repeat(12))).toEqual({
      code: 0,
      stdout: 'There are no such dead letters.\n',
      stderr: '',
    });
  });

  test('TERM while it waits puts back what was taken', async () => {
    const { retrieval } = await openDeployment();
    const command = startCommand(['redrive', '--stack', 'S2mpNrt', '--queue', 'RetrievalNrt']);
    await command.saw('canary');
    command.kill('SIGTERM');
    expect(await command.finished).toMatchObject({ code: 143, stderr: expect.stringContaining('s2mp: Stopped.') });
    expect(bodiesIn(retrieval.source)).toHaveLength(1);
    expect(await retrieval.deadLetters.receive(10)).toHaveLength(2);
  });

  test.each<[string, string[], string]>([
    ['no stack', [], "s2mp: required option '--stack <name>' not specified\nSee s2mp redrive --help.\n"],
    [
      'a queue that there is not',
      ['--stack', 'S2mpNrt', '--queue', 'bulk'],
      's2mp: The stack S2mpNrt has no queue bulk. Its queues are Arrivals, RetrievalNrt.\n',
    ],
    [
      'a wait of nothing',
      ['--stack', 'S2mpNrt', '--wait', '0'],
      "s2mp: option '--wait <minutes>' argument '0' is invalid. must be a whole number of 1 or more\nSee s2mp redrive --help.\n",
    ],
  ])('%s: code 2', async (_, args, stderr) => {
    await openDeployment();
    expect(await runInProcess(['redrive', ...args])).toEqual({ code: 2, stdout: '', stderr });
  });
});

test.each([
  [0, '0 s'],
  [59.9, '59 s'],
  [60, '1 min'],
  [3599, '59 min'],
  [86_399, '23 h'],
  [14 * 86_400, '14 d'],
])('an age of %f s is %s', (seconds, text) => {
  expect(formatAge(seconds)).toBe(text);
});
