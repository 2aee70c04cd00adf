import { METHODS } from '../gaprune/methods';
import type { CurvePoint } from '../trials/curve';

const [WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM] = [640, 280, 48, 12, 190, 28];
const COLOURS = ['#2b6cb0', '#b7472a', '#5b7f2b', '#7b3fa0', '#a07b1f', '#2a8a8a', '#444444', '#c03a7a', '#6b6b00'] as const;

/**
 * Share of dense nDCG@10 against sparsity as an SVG picture: a line per method and set, the domain set drawn through, the general
 * set dashed. Empty without points.
 */
export function curvePicture(points: readonly CurvePoint[]): string {
  if (points.length === 0) return '';
  const top = Math.max(1, ...points.flatMap(({ figures }) => [figures.domain.share, figures.general.share])) * 1.02;
  const x = (sparsity: number): number => round(LEFT + sparsity * (WIDTH - LEFT - RIGHT));
  const y = (share: number): number => round(TOP + (1 - share / top) * (HEIGHT - TOP - BOTTOM));
  const groups = new Map<string, CurvePoint[]>();
  for (const point of points) {
    const name = METHODS[point.method].label + (point.update ? ', updated' : '');
    groups.set(name, [...(groups.get(name) ?? []), point]);
  }
  const lines = [...groups].flatMap(([name, group], at) => {
    const colour = COLOURS[at % COLOURS.length] ?? COLOURS[0];
    const sorted = [...group].sort((a, b) => a.sparsity - b.sparsity);
    const line = (role: 'domain' | 'general'): string =>
      `<polyline fill="none" stroke="${colour}" stroke-width="1.5"${role === 'general' ? ' stroke-dasharray="4 3"' : ''} points="` +
      `${sorted.map(({ sparsity, figures }) => `${x(sparsity)},${y(figures[role].share)}`).join(' ')}"/>`;
    const key = `<rect x="${WIDTH - RIGHT + 12}" y="${TOP + 18 * at}" width="10" height="10" fill="${colour}"/>`;
    return [line('domain'), line('general'), key, label(WIDTH - RIGHT + 28, TOP + 18 * at + 9, name, 'start')];
  });
  const grid = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(share)}" y2="${y(share)}" stroke="#ddd"/>`,
    label(LEFT - 6, y(share) + 4, `${100 * share} %`, 'end'),
    label(x(share), HEIGHT - 8, `${100 * share} %`, 'middle'),
  ]);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">`,
    '<title>Share of dense nDCG@10 against sparsity; domain set drawn through, general set dashed</title>',
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    '<g font-family="system-ui, sans-serif" font-size="11" fill="#444">',
    ...grid,
    ...lines,
    '</g></svg>',
  ].join('\n');
}

const round = (value: number): number => Math.round(10 * value) / 10;
/** Labels are names of descriptors and numbers, which need no escape. */
const label = (x: number, y: number, text: string, anchor: string): string =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}">${text}</text>`;
