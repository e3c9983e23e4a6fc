import { endWithSentence } from './end-with-sentence.ts';
import { forgetRunning, readRunning, STATE_FOLDER } from './running-localstack.ts';
import { say } from './say.ts';
import { stopLocalstack } from './stop-localstack.ts';

/** `npm run local:down`: stops what `local:up` started and throws its state away. */
await endWithSentence(async () => {
  const running = await readRunning();
  if (running) await stopLocalstack(running.process, STATE_FOLDER);
  await forgetRunning();
  say(running ? `LocalStack at ${running.endpoint} is stopped, and everything in it is gone.` : 'No LocalStack runs.');
});
