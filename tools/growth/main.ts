/**
 * `npm run growth`: how the time and memory of an analysis on wasm grow with weights, records and text length. Prints a table, and
 * writes bench/growth.json and the two pictures of docs/performance.md.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeMachine } from '../bench/machine';
import { growthPicture } from './picture';

interface Size {
  readonly width: number;
  readonly layers: number;
  readonly records: number;
  readonly length: number;
}

interface Point {
  readonly weights: number;
  readonly ms: number;
  readonly bytes: number;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
/** The least of these rounds counts. */
const ROUNDS = 3;

const AXES: readonly { readonly name: string; readonly of: (size: Size, point: Point) => number; readonly sizes: readonly Size[] }[] = [
  {
    name: 'weights',
    of: (_, { weights }) => weights,
    sizes: [64, 128, 256, 384, 512].map((width) => ({ width, layers: 4, records: 8, length: 32 })),
  },
  {
    name: 'records',
    of: ({ records }) => records,
    sizes: [16, 32, 64, 128, 256].map((records) => ({ width: 64, layers: 2, records, length: 32 })),
  },
  {
    name: 'text length',
    of: ({ length }) => length,
    sizes: [32, 64, 128, 256, 512].map((length) => ({ width: 128, layers: 2, records: 8, length })),
  },
];

const growths = AXES.map(({ name, of, sizes }) => ({
  name,
  points: sizes.map((size) => {
    process.stderr.write(`${name} ${JSON.stringify(size)} …\n`);
    const rounds = Array.from({ length: ROUNDS }, () => measure(size));
    const [ms, bytes] = [Math.min(...rounds.map((point) => point.ms)), Math.min(...rounds.map((point) => point.bytes))];
    return { size: of(size, rounds[0] ?? { weights: 0, ms, bytes }), ...size, ms, bytes };
  }),
}));

for (const { name, points } of growths) {
  for (const { size, ms, bytes } of points) {
    process.stdout.write(
      `${name.padEnd(12)}${String(size).padStart(10)}${`${(ms / 1000).toFixed(2)} s`.padStart(10)}${`${(bytes / 2 ** 20).toFixed(0)} MiB`.padStart(10)}\n`,
    );
  }
}
mkdirSync(join(root, 'bench'), { recursive: true });
writeFileSync(join(root, 'bench/growth.json'), `${JSON.stringify({ machine: describeMachine(), growths }, null, 2)}\n`);
const picture = (file: string, title: string, of: (point: { ms: number; bytes: number }) => number): void => {
  const drawn = growths.map(({ name, points }) => ({ name, points: points.map((point) => ({ size: point.size, value: of(point) })) }));
  writeFileSync(join(root, 'docs/images', file), growthPicture(title, drawn));
};
picture('growth-time.svg', 'Time of an analysis, times that of the smallest', ({ ms }) => ms);
picture('growth-memory.svg', 'Memory of the whole process, times that of the smallest', ({ bytes }) => bytes);

function measure({ width, layers, records, length }: Size): Point {
  const args = ['--import', 'tsx', join(root, 'tools/growth/point.ts'), ...[width, layers, records, length].map(String)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Point;
}
