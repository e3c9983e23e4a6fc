import { access, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { type FunctionName, VARIABLES_OF } from '../functions/environment.ts';

/** Source files that become `<output name>.mjs` (WebAssembly stays what it is) in the folder of one function. */
export type Entries = Readonly<Record<string, string>>;

/** Comes from a layer: found by `createRequire` at run time, never bundled. */
const FROM_LAYERS = ['onnxruntime-node', 's2mp-model'];

/** CommonJS packages inside an ESM bundle still call `require` for Node's own modules. */
const REQUIRE_BANNER =
  "import { createRequire as createBundleRequire } from 'node:module';const require = createBundleRequire(import.meta.url);";

/**
 * `web-worker` (behind geotiff's Pool) starts the file that it stands in. In a bundle that is the function itself,
 * which then runs again in each of its workers, without an end.
 */
const STARTS_ITS_OWN_BUNDLE = /(^|\/)node_modules\/web-worker\//;

const root = fileURLToPath(new URL('../', import.meta.url));

/** Where `cdk synth` expects the bundles; ignored by git. */
export const BUNDLES_FOLDER = join(root, '.build', 'functions');

/** A function that cannot be bundled, or must not be deployed as it is. */
export class BundleError extends Error {
  readonly tag = 'BundleError';
  override readonly name = 'BundleError';
}

/**
 * Every function has its handler; the retrieval has the entry of its threads and the WebAssembly kernel beside it, under the
 * names of their sources, where `lib/bundled-file.ts` looks for them.
 */
export function entriesOf(name: FunctionName): Entries {
  const handler = { index: join(root, 'functions', name, 'handler.ts') };
  const ofScenes = join(root, 'lib', 'sentinel1');
  if (name !== 'retrieve') return handler;
  return {
    ...handler,
    'band.worker': join(ofScenes, 'band.worker.mjs'),
    'scene-kernel': join(ofScenes, 'kernel', 'scene-kernel.wasm'),
  };
}

/** Bundles all functions anew, each into a folder of its own, and gives these folders. */
export async function bundleFunctions(folder: string = BUNDLES_FOLDER): Promise<Record<FunctionName, string>> {
  await rm(folder, { recursive: true, force: true });
  const bundle = async (name: FunctionName) => {
    await bundleFunction(entriesOf(name), join(folder, name));
    return [name, join(folder, name)] as const;
  };
  const names = Object.keys(VARIABLES_OF) as FunctionName[];
  return Object.fromEntries(await Promise.all(names.map(bundle))) as Record<FunctionName, string>;
}

/**
 * ESM for Node 24 with all packages inside, the AWS SDK included: so what was tested is what runs, whatever SDK the
 * runtime brings.
 *
 * @throws {BundleError} if a source is missing or a bundle would start itself as a worker
 */
export async function bundleFunction(entries: Entries, folder: string): Promise<void> {
  for (const source of Object.values(entries)) {
    await access(source).catch(() => {
      throw new BundleError(`${relative(root, source)} does not exist, but a function is made from it.`);
    });
  }
  const { metafile } = await build({
    entryPoints: entries,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    loader: { '.wasm': 'copy' },
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    external: FROM_LAYERS,
    banner: { js: REQUIRE_BANNER },
    minify: true,
    // The class names of errors stand in logs and ledger records.
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    logLevel: 'silent',
  });
  refuseSelfStarting(metafile);
}

function refuseSelfStarting(metafile: Metafile): void {
  for (const [output, { inputs }] of Object.entries(metafile.outputs)) {
    const cause = Object.entries(inputs).find(
      ([source, { bytesInOutput }]) => bytesInOutput > 0 && STARTS_ITS_OWN_BUNDLE.test(source),
    );
    if (!cause) continue;
    throw new BundleError(
      `${output} holds ${cause[0]}, which would start the bundle again in its workers; decode without geotiff's Pool.`,
    );
  }
}
