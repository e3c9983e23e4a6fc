import manifest from '../package.json' with { type: 'json' };

/** Version of this code as it stands in package.json; part of every run id. */
export function codeVersion(): string {
  return manifest.version;
}
