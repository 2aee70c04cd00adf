/** What was measured at a few sizes of one thing, the smallest first. */
export interface Growth {
  /** What grows. */
  readonly name: string;
  readonly points: readonly { readonly size: number; readonly value: number }[];
}

const [WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM] = [640, 320, 56, 30, 150, 40];
const COLOURS = ['#2b6cb0', '#b7472a', '#5b7f2b'] as const;

/**
 * How a quantity grows, as an SVG picture: both axes in powers of two of the smallest size and its value, so that what grows in
 * proportion goes along the dashed line.
 */
export function growthPicture(title: string, growths: readonly Growth[]): string {
  const lines = growths.map(({ name, points }) => {
    const [first] = points;
    return {
      name,
      points: points.map(({ size, value }) => [Math.log2(size / (first?.size ?? 1)), Math.log2(value / (first?.value ?? 1))] as const),
    };
  });
  const all = lines.flatMap(({ points }) => points);
  const right = Math.ceil(Math.max(1, ...all.map(([at]) => at)));
  const top = Math.ceil(Math.max(right, ...all.map(([, value]) => value)));
  const x = (at: number): number => round(LEFT + (at / right) * (WIDTH - LEFT - RIGHT));
  const y = (value: number): number => round(TOP + (1 - Math.max(0, value) / top) * (HEIGHT - TOP - BOTTOM));
  const ticks = (last: number): number[] => Array.from({ length: last + 1 }, (_, at) => at);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">`,
    `<title>${title}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    '<g font-family="system-ui, sans-serif" font-size="11" fill="#444">',
    `<text x="${LEFT}" y="18" font-size="13">${title}</text>`,
    ...ticks(top).map(
      (value) =>
        `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}" stroke="#ddd"/>${text(LEFT - 6, y(value) + 4, `${2 ** value}×`, 'end')}`,
    ),
    ...ticks(right).map((at) => text(x(at), HEIGHT - BOTTOM + 16, `${2 ** at}×`, 'middle')),
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, 'size, times the smallest', 'middle'),
    `<line x1="${x(0)}" y1="${y(0)}" x2="${x(right)}" y2="${y(right)}" stroke="#888" stroke-dasharray="4 3"/>`,
    ...lines.flatMap(({ name, points }, at) => {
      const colour = COLOURS[at % COLOURS.length] ?? COLOURS[0];
      const places = points.map(([size, value]) => [x(size), y(value)] as const);
      return [
        `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${places.map((place) => place.join(',')).join(' ')}"/>`,
        ...places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3" fill="${colour}"/>`),
        `<rect x="${WIDTH - RIGHT + 14}" y="${TOP + 20 * at}" width="10" height="10" fill="${colour}"/>`,
        text(WIDTH - RIGHT + 30, TOP + 20 * at + 9, name, 'start'),
      ];
    }),
    text(WIDTH - RIGHT + 14, TOP + 20 * lines.length + 9, 'dashed: in proportion', 'start'),
    '</g></svg>\n',
  ].join('\n');
}

const round = (value: number): number => Math.round(10 * value) / 10;
const text = (x: number, y: number, words: string, anchor: string): string =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}">${words}</text>`;
