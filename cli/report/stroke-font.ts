/** A point in the plane; y grows upwards in glyphs. */
export type Point = readonly [x: number, y: number];
export type Polyline = readonly Point[];

/**
 * Single-stroke glyphs, drawn for this project: just the characters that a map picture needs. Baseline at y = 0, digits
 * and capitals 7 high. Strokes are separated by `|`; a stroke is a list of points `x,y` and arcs
 * `@cx,cy,rx,ry,from,to` (degrees, counter-clockwise when `to` > `from`).
 */
const GLYPHS: Readonly<Record<string, string>> = {
  '0': '@2,3.5,2,3.5,0,360',
  '1': '0.6,5.6 2.2,7 2.2,0',
  '2': '@2,5,2,2,165,-35 0,0 4,0',
  '3': '@2,5.25,1.75,1.75,150,-90|@2,1.75,2,1.75,90,-150',
  '4': '3,0 3,7 0,2 4.2,2',
  '5': '3.6,7 0.7,7 0.4,3.7 @1.9,2.2,2.1,2.2,135,-145',
  '6': '@2,2.2,2,2.2,0,360|@4,2.2,4,4.8,180,105',
  '7': '0,7 4,7 1.4,0',
  '8': '@2,5.3,1.7,1.7,0,360|@2,1.8,2,1.8,0,360',
  '9': '@2,4.8,2,2.2,0,360|@0,4.8,4,4.8,0,-75',
  '.': '0,0.1 0.1,0.1',
  ',': '0.5,0.4 0,-1.3',
  ':': '0,0.6 0.1,0.6|0,4.2 0.1,4.2',
  '-': '0.2,3 2.8,3',
  '°': '@1,6,1,1,0,360',
  C: '@2.4,3.5,2.4,3.5,50,310',
  E: '3.8,7 0,7 0,0 3.8,0|0,3.6 3.2,3.6',
  N: '0,0 0,7 4.2,0 4.2,7',
  S: '@2,5.25,1.9,1.75,30,270 @2,1.75,2,1.75,90,-150',
  T: '0,7 4.4,7|2.2,7 2.2,0',
  U: '0,7 0,2.1 @2.1,2.1,2.1,2.1,180,360 4.2,7',
  W: '0,7 1.5,0 3,5.8 4.5,0 6,7',
  e: '0.05,2.6 4,2.6 @2,2.5,2,2.5,0,310',
  i: '0,0 0,5|0,6.9 0.1,6.9',
  l: '0,0 0,7.2',
  m: '0,0 0,5|0,3.4 @1.4,3.4,1.4,1.6,180,0 2.8,0|2.8,3.4 @4.2,3.4,1.4,1.6,180,0 5.6,0',
  o: '@2,2.5,2,2.5,0,360',
  r: '0,0 0,5|0,3.2 @1.8,3.2,1.8,1.8,180,65',
  s: '@1.6,3.75,1.4,1.25,30,270 @1.6,1.25,1.6,1.25,90,-150',
  t: '1,6.8 1,1.2 @2.2,1.2,1.2,1.2,180,270|0,5 2.4,5',
  u: '0,5 0,1.9 @1.9,1.9,1.9,1.9,180,360|3.8,5 3.8,0',
};
const SUPERSCRIPTS: Readonly<Record<string, string>> = { '³': '3', '⁻': '-' };
const CAP_HEIGHT = 7;
const SPACE = 2.6;
const GAP = 1.5;
const ARC_STEP_DEG = 15;

/** Lines of a text, its baseline starting at the origin, y upwards, digits `height` high; and how far it reaches. */
export function textStrokes(text: string, height: number): { strokes: Polyline[]; width: number } {
  const strokes: Polyline[] = [];
  let at = 0;
  let reach = 0;
  for (const character of text) {
    if (character === ' ') {
      at += SPACE;
      continue;
    }
    const base = SUPERSCRIPTS[character];
    const [scale, raise] = base === undefined ? [1, 0] : [0.58, 3.6];
    const glyph = glyphStrokes(base ?? character).map((line) =>
      line.map(([x, y]): Point => [at + x * scale, raise + y * scale]),
    );
    strokes.push(...glyph);
    reach = Math.max(at, ...glyph.flat().map(([x]) => x));
    at = reach + GAP * (base === undefined ? 1 : 0.7);
  }
  const unit = height / CAP_HEIGHT;
  return {
    strokes: strokes.map((line) => line.map(([x, y]): Point => [x * unit, y * unit])),
    width: reach * unit,
  };
}

function glyphStrokes(character: string): Polyline[] {
  const glyph = GLYPHS[character];
  if (glyph === undefined) throw new RangeError(`the stroke font has no ${JSON.stringify(character)}`);
  return glyph.split('|').map((stroke) => stroke.split(' ').flatMap(pointsOf));
}

function pointsOf(token: string): Point[] {
  if (!token.startsWith('@')) {
    const [x = 0, y = 0] = token.split(',').map(Number);
    return [[x, y]];
  }
  const [cx = 0, cy = 0, rx = 0, ry = 0, from = 0, to = 0] = token.slice(1).split(',').map(Number);
  const steps = Math.ceil(Math.abs(to - from) / ARC_STEP_DEG);
  return Array.from({ length: steps + 1 }, (_, i) => {
    const angle = ((from + ((to - from) * i) / steps) * Math.PI) / 180;
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
  });
}
