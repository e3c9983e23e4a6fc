import { Option } from 'commander';

/** Of every command that works on a deployed stack. */
export function stackOption(): Option {
  return new Option(
    '--stack <name>',
    'deployed stack, as in npx cdk deploy; its outputs name the bucket and the queues',
  );
}

export function regionOption(): Option {
  return new Option('--region <name>', 'AWS region; default: that of the environment or profile');
}
