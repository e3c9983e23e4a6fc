import { DEFAULT_FORWARD_PARAMETERS, type ForwardParameters } from './forward-parameters.ts';
import { forwardSigma0 } from './forward-sigma0.ts';
import { InvalidForwardInputError } from './invalid-forward-input.error.ts';

const REQUIRED = ['theta_deg', 'hrms_cm', 'sm_volpct', 'ndvi'] as const;
const OPTIONAL = ['pol', 'clay', 'sand'] as const;
type Column = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];

/** dB with seven decimals: far below the agreement asked of independent implementations (0.01 dB). */
const DECIMALS = 7;

/**
 * Evaluates the forward model on rows of CSV: header `theta_deg,hrms_cm,sm_volpct,ndvi[,pol,clay,sand]` in any order,
 * no quoting; yields the same rows with a column `sigma0_db` at the end. Empty lines are left out.
 * @throws {InvalidForwardInputError} naming line, column and value
 */
export async function* forwardCsv(
  lines: AsyncIterable<string>,
  parameters: ForwardParameters = DEFAULT_FORWARD_PARAMETERS,
): AsyncGenerator<string> {
  let columns: Map<Column, number> | undefined;
  let width = 0;
  let lineNumber = 0;
  for await (const raw of lines) {
    lineNumber++;
    const line = raw.trimEnd();
    if (line === '') continue;
    const cells = line.split(',').map((cell) => cell.trim());
    if (columns === undefined) {
      columns = readHeader(cells);
      width = cells.length;
      yield `${line},sigma0_db`;
      continue;
    }
    if (cells.length !== width) {
      throw new InvalidForwardInputError(`line ${lineNumber}: ${cells.length} columns, the header has ${width}`);
    }
    try {
      yield `${line},${rowSigma0Db(cells, columns, parameters).toFixed(DECIMALS)}`;
    } catch (error) {
      if (!(error instanceof InvalidForwardInputError)) throw error;
      throw new InvalidForwardInputError(`line ${lineNumber}: ${error.message}`);
    }
  }
  if (columns === undefined) throw new InvalidForwardInputError(`no header; needed is ${REQUIRED.join(',')}`);
}

function readHeader(cells: readonly string[]): Map<Column, number> {
  const columns = new Map<Column, number>();
  const known: readonly string[] = [...REQUIRED, ...OPTIONAL];
  for (const [i, cell] of cells.entries()) {
    if (!known.includes(cell)) {
      throw new InvalidForwardInputError(`unknown column "${cell}"; known are ${known.join(', ')}`);
    }
    if (columns.has(cell as Column)) throw new InvalidForwardInputError(`column "${cell}" stands twice in the header`);
    columns.set(cell as Column, i);
  }
  const missing = REQUIRED.filter((name) => !columns.has(name));
  if (missing.length > 0) throw new InvalidForwardInputError(`the header lacks ${missing.join(', ')}`);
  return columns;
}

function rowSigma0Db(
  cells: readonly string[],
  columns: ReadonlyMap<Column, number>,
  parameters: ForwardParameters,
): number {
  const text = (column: Column): string | undefined => cells[columns.get(column) ?? -1];
  const number = (column: Column): number => {
    const cell = text(column) ?? '';
    const value = Number(cell);
    if (cell === '' || !Number.isFinite(value)) throw new InvalidForwardInputError(`${column} is "${cell}", no number`);
    return value;
  };
  const polarisation = text('pol') || 'VV';
  if (polarisation !== 'VV' && polarisation !== 'HH') {
    throw new InvalidForwardInputError(`pol is "${polarisation}"; the model knows VV and HH`);
  }
  const percent = (column: 'clay' | 'sand', otherwise: number): number => {
    if (!text(column)) return otherwise;
    const value = number(column);
    if (value < 0 || value > 100) throw new InvalidForwardInputError(`${column} is ${value}, not in 0–100 %`);
    return value;
  };
  const sigma0 = forwardSigma0(
    number('theta_deg'),
    number('hrms_cm'),
    number('sm_volpct') / 100,
    number('ndvi'),
    {
      ...parameters,
      clayPercent: percent('clay', parameters.clayPercent),
      sandPercent: percent('sand', parameters.sandPercent),
    },
    polarisation,
  );
  return 10 * Math.log10(sigma0);
}
