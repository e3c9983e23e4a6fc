import { type AssessedStates, scoreStates } from './assess-network.ts';
import { forwardSigma0 } from './forward-sigma0.ts';
import { type Curve, PANEL_HEIGHT, PANEL_WIDTH, type Panel, svgPanel } from './svg-panel.ts';
import type { TrainingProblem } from './training-problem.ts';

const NETWORK_COLOR = '#2a6f97';
const BAYES_COLOR = '#d1495b';
const BINS = 12;
const SCATTER_DOTS = 2000;

/** The figure of a network in its card: six panels as one SVG document. */
export function renderNetworkPlots(name: string, problem: TrainingProblem, tested: AssessedStates): string {
  const panels: Panel[] = [
    rmsePanel('incidence angle (°)', problem, tested, 'incidenceDeg'),
    rmsePanel('NDVI', problem, tested, 'ndvi'),
    rmsePanel('true SM (m³ m⁻³)', problem, tested, 'smM3M3'),
    reliabilityPanel(tested),
    sensitivityPanel(problem),
    scatterPanel(problem, tested),
  ];
  const width = 3 * PANEL_WIDTH;
  const height = 2 * PANEL_HEIGHT;
  const body = panels.map((panel, i) => svgPanel(panel, PANEL_WIDTH * (i % 3), PANEL_HEIGHT * Math.floor(i / 3)));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="11" fill="#222"><title>${name}: RMSE, reliability, sensitivity and scatter on ${tested.database.count} synthetic states</title><rect width="100%" height="100%" fill="#fff"/>${body.join('\n')}</svg>\n`;
}

function rmsePanel(
  xLabel: string,
  problem: TrainingProblem,
  tested: AssessedStates,
  quantity: 'incidenceDeg' | 'ndvi' | 'smM3M3',
): Panel {
  const [low, high] = problem[quantity];
  const width = (high - low) / BINS;
  const network: [number, number][] = [];
  const bayes: [number, number][] = [];
  for (let bin = 0; bin < BINS; bin++) {
    const from = low + bin * width;
    const score = scoreStates(tested, (i) => {
      const value = tested.database[quantity][i] as number;
      return value >= from && value < from + width;
    });
    network.push([from + width / 2, score.rmseM3M3]);
    bayes.push([from + width / 2, score.bayesRmseM3M3]);
  }
  return {
    title: `RMSE by ${xLabel.replace(/ \(.*/, '')}`,
    xLabel,
    yLabel: 'RMSE (m³ m⁻³)',
    x: problem[quantity],
    y: [0, 0.1],
    curves: [
      { label: 'network', color: NETWORK_COLOR, points: network },
      { label: 'Bayes limit', color: BAYES_COLOR, points: bayes, dashed: true },
    ],
  };
}

/** RMSE of the states in twelve classes of equal number by stated uncertainty. */
function reliabilityPanel(tested: AssessedStates): Panel {
  const { count, smM3M3 } = tested.database;
  const stated = tested.network.uncertainty;
  const order = Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => (stated[a] as number) - (stated[b] as number),
  );
  const points: [number, number][] = [];
  for (let bin = 0; bin < BINS; bin++) {
    const members = order.slice(Math.floor((count * bin) / BINS), Math.floor((count * (bin + 1)) / BINS));
    const meanSquare = (value: (i: number) => number): number =>
      Math.sqrt(members.reduce((sum, i) => sum + value(i) ** 2, 0) / members.length);
    points.push([
      meanSquare((i) => stated[i] as number),
      meanSquare((i) => (tested.network.sm[i] as number) - (smM3M3[i] as number)),
    ]);
  }
  return {
    title: 'Reliability of the uncertainty',
    xLabel: 'stated uncertainty (m³ m⁻³)',
    yLabel: 'RMSE (m³ m⁻³)',
    x: [0, 0.1],
    y: [0, 0.1],
    curves: [
      { label: 'network', color: NETWORK_COLOR, points },
      {
        label: 'perfect',
        color: '#888',
        points: [
          [0, 0],
          [0.1, 0.1],
        ],
        dashed: true,
      },
    ],
  };
}

function sensitivityPanel(problem: TrainingProblem): Panel {
  const colors = ['#7f5539', '#b08968', '#90a955', '#31572c'];
  const stepM3M3 = 0.01;
  const curves = [0, 0.25, 0.5, 0.75].map((ndvi, i): Curve => {
    const points: [number, number][] = [];
    for (let sm = problem.smM3M3[0]; sm <= problem.smM3M3[1] - stepM3M3 + 1e-9; sm += stepM3M3) {
      const rise =
        10 *
        Math.log10(
          forwardSigma0(40, 1, sm + stepM3M3, ndvi, problem.forward) / forwardSigma0(40, 1, sm, ndvi, problem.forward),
        );
      points.push([sm + stepM3M3 / 2, rise / (100 * stepM3M3)]);
    }
    return { label: `NDVI ${ndvi}`, color: colors[i] as string, points };
  });
  return {
    title: 'Sensitivity of σ0 at 40°, Hrms 1 cm',
    xLabel: 'SM (m³ m⁻³)',
    yLabel: 'dσ0/dSM (dB per vol.%)',
    x: problem.smM3M3,
    y: [0, 1],
    curves,
  };
}

function scatterPanel(problem: TrainingProblem, tested: AssessedStates): Panel {
  const dots = Array.from(
    { length: Math.min(SCATTER_DOTS, tested.database.count) },
    (_, i) => [tested.database.smM3M3[i] as number, tested.network.sm[i] as number] as const,
  );
  const [low, high] = problem.smM3M3;
  return {
    title: `Retrieved against true SM, ${dots.length} states`,
    xLabel: 'true SM (m³ m⁻³)',
    yLabel: 'retrieved SM (m³ m⁻³)',
    x: problem.smM3M3,
    y: problem.smM3M3,
    dots,
    curves: [
      {
        label: '1 : 1',
        color: '#888',
        points: [
          [low, low],
          [high, high],
        ],
        dashed: true,
      },
    ],
  };
}
