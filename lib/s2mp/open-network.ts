import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type * as Ort from 'onnxruntime-node';
import { InvalidModelError } from './invalid-model.error.ts';
import type { NetworkMetadata } from './network-metadata.ts';
import { NETWORK_INPUTS, NETWORK_OUTPUTS } from './network-metadata.ts';
import { modelName, type Prior } from './prior.ts';
import { readOnnx } from './read-onnx.ts';

/** An S2MP network ready to retrieve. */
export interface Network {
  /** Of the model file: how a map names the model that it came from. */
  readonly sha256: string;
  readonly metadata: NetworkMetadata;
  /**
   * Starts the inference runtime, which takes a tenth of a second: ahead of time, while something else is waited for. The
   * first `retrieve` does it otherwise. Throws {@link InvalidModelError} if the runtime refuses the model.
   */
  prepare(): Promise<void>;
  /**
   * Soil moisture and its 1-σ error, m³ m⁻³, for pixels given by equally long arrays. Any finite input and ±∞ give
   * finite outputs, clipped to nothing: what is out of range, and NaN (which gives NaN), is the caller's to flag.
   */
  retrieve(
    sigma0Db: Float32Array,
    incidenceDeg: Float32Array,
    ndvi: Float32Array,
  ): Promise<{ sm: Float32Array; uncertainty: Float32Array }>;
}

/** Rows per run: fastest of 4 096 to 4 M, since all layers of a chunk stay in the cache. */
const CHUNK = 65_536;

/**
 * Reads and checks the model; the runtime starts with {@link Network.prepare} or the first retrieval.
 *
 * @param prior that the network must have been trained with; absent = any
 * @throws {InvalidModelError} corrupt file, or a model of another format, shape, naming or prior
 */
export async function openNetwork(model: Uint8Array, prior?: Prior): Promise<Network> {
  const { metadata } = readOnnx(model);
  if (prior !== undefined && metadata.prior !== prior) {
    throw new InvalidModelError(
      `the model ${metadata.name} was trained with the prior "${metadata.prior}"; "${prior}" is asked for, ` +
        `which is what ${modelName(prior)}.onnx is for`,
    );
  }
  let started: Promise<Runtime> | undefined;
  const runtime = () => {
    started ??= startRuntime(model);
    return started;
  };

  return {
    sha256: createHash('sha256').update(model).digest('hex'),
    metadata,
    prepare: async () => {
      await runtime();
    },
    async retrieve(sigma0Db, incidenceDeg, ndvi) {
      const count = sigma0Db.length;
      if (incidenceDeg.length !== count || ndvi.length !== count) {
        throw new RangeError(`inputs of ${count}, ${incidenceDeg.length} and ${ndvi.length} pixels`);
      }
      const { ort, session } = await runtime();
      const sm = new Float32Array(count);
      const uncertainty = new Float32Array(count);
      for (let from = 0; from < count; from += CHUNK) {
        const to = Math.min(from + CHUNK, count);
        const column = (values: Float32Array): Ort.Tensor =>
          new ort.Tensor('float32', values.subarray(from, to), [to - from, 1]);
        const outputs = await session.run({
          sigma0_db: column(sigma0Db),
          incidence_deg: column(incidenceDeg),
          ndvi: column(ndvi),
        });
        sm.set(floats(outputs.sm), from);
        uncertainty.set(floats(outputs.uncertainty), from);
      }
      return { sm, uncertainty };
    },
  };
}

interface Runtime {
  readonly ort: typeof Ort;
  readonly session: Ort.InferenceSession;
}

async function startRuntime(model: Uint8Array): Promise<Runtime> {
  // `import` ignores NODE_PATH, which is how a Lambda layer is found; require honours it.
  const ort: typeof Ort = createRequire(import.meta.url)('onnxruntime-node');
  const session = await createSession(ort, model);
  checkColumns('input', session.inputMetadata, Object.keys(NETWORK_INPUTS));
  checkColumns('output', session.outputMetadata, Object.keys(NETWORK_OUTPUTS));
  return { ort, session };
}

async function createSession(ort: typeof Ort, model: Uint8Array): Promise<Ort.InferenceSession> {
  try {
    return await ort.InferenceSession.create(model, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      // Errors only: they also arrive as exceptions, and warnings about the host are not the user's concern.
      logSeverityLevel: 3,
    });
  } catch (error) {
    throw new InvalidModelError(
      `the ONNX runtime refuses the model: ${error instanceof Error ? error.message : error}`,
      { cause: error },
    );
  }
}

function checkColumns(kind: string, columns: Ort.InferenceSession['inputMetadata'], names: readonly string[]): void {
  const found = columns.map((column) => column.name);
  if (found.join() !== names.join()) {
    throw new InvalidModelError(`the model has ${kind}s ${found.join(', ')}; needed are ${names.join(', ')}`);
  }
  for (const column of columns) {
    const wanted = column.isTensor && column.type === 'float32' && column.shape.length === 2 && column.shape[1] === 1;
    if (!wanted) throw new InvalidModelError(`${kind} "${column.name}" of the model is no float32 column [n, 1]`);
  }
}

function floats(tensor: Ort.Tensor | undefined): Float32Array {
  if (!(tensor?.data instanceof Float32Array)) throw new InvalidModelError('the model gave no float32 output');
  return tensor.data;
}
