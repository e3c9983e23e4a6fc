import type { Rgb } from './oklab.ts';
import type { IndexedPicture, TrueColourPicture } from './png.ts';
import { type Polyline, textStrokes } from './stroke-font.ts';

/** A picture to draw on; x to the right, y downwards, in pixels from the top left. */
export function createCanvas(width: number, height: number): TrueColourPicture {
  return { width, height, rgb: new Uint8Array(width * height * 3).fill(255) };
}

/** Copies a picture with `across` by `down` pixels for each of its own. */
export function drawPicture(
  canvas: TrueColourPicture,
  picture: IndexedPicture,
  left: number,
  top: number,
  across: number,
  down: number,
): void {
  for (let y = 0; y < picture.height * down; y++) {
    for (let x = 0; x < picture.width * across; x++) {
      const entry = picture.indexes[Math.floor(y / down) * picture.width + Math.floor(x / across)] as number;
      canvas.rgb.set(picture.palette.subarray(entry * 3, entry * 3 + 3), ((top + y) * canvas.width + left + x) * 3);
    }
  }
}

/** Round-ended strokes, antialiased by their distance from the pixel's centre. */
export function drawStrokes(
  canvas: TrueColourPicture,
  strokes: readonly Polyline[],
  lineWidth: number,
  colour: Rgb,
): void {
  const { width, height, rgb } = canvas;
  // Coverage is the maximum over segments, so that joints are not darker than lines.
  const coverage = new Map<number, number>();
  const reach = lineWidth / 2 + 0.5;
  for (const line of strokes) {
    for (let i = 1; i < line.length; i++) {
      const [x0, y0] = line[i - 1] as Polyline[number];
      const [x1, y1] = line[i] as Polyline[number];
      const lengthSquared = (x1 - x0) ** 2 + (y1 - y0) ** 2;
      const [bottom, right] = [
        Math.min(height - 1, Math.max(y0, y1) + reach),
        Math.min(width - 1, Math.max(x0, x1) + reach),
      ];
      for (let y = Math.max(0, Math.floor(Math.min(y0, y1) - reach)); y <= bottom; y++) {
        for (let x = Math.max(0, Math.floor(Math.min(x0, x1) - reach)); x <= right; x++) {
          const [dx, dy] = [x + 0.5 - x0, y + 0.5 - y0];
          const along = lengthSquared === 0 ? 0 : (dx * (x1 - x0) + dy * (y1 - y0)) / lengthSquared;
          const t = Math.min(1, Math.max(0, along));
          const covered = Math.min(1, reach - Math.hypot(dx - t * (x1 - x0), dy - t * (y1 - y0)));
          const at = y * width + x;
          if (covered > (coverage.get(at) ?? 0)) coverage.set(at, covered);
        }
      }
    }
  }
  for (const [at, covered] of coverage) {
    for (let k = 0; k < 3; k++) {
      const below = rgb[at * 3 + k] as number;
      rgb[at * 3 + k] = Math.round(below + ((colour[k] as number) - below) * covered);
    }
  }
}

/** @param x where the text starts, is centred or ends, by `anchor` @param baseline y of its baseline */
export function drawText(
  canvas: TrueColourPicture,
  text: string,
  x: number,
  baseline: number,
  size: { readonly height: number; readonly lineWidth: number },
  colour: Rgb,
  anchor: 'start' | 'middle' | 'end' = 'start',
): void {
  const { strokes, width } = textStrokes(text, size.height);
  const left = x - (anchor === 'middle' ? width / 2 : anchor === 'end' ? width : 0);
  const placed = strokes.map((line) => line.map(([px, py]) => [left + px, baseline - py] as const));
  drawStrokes(canvas, placed, size.lineWidth, colour);
}
