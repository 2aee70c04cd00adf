import type { TensorCut } from '../gaprune/mask';
import type { LayerType } from '../model/layer-types';
import type { Parameter } from '../model/parameter';

const COLUMNS = ['attn_q', 'attn_k', 'attn_v', 'attn_o', 'mlp_gate', 'mlp_up', 'mlp_down'] as const satisfies readonly LayerType[];
const LABELS = {
  attn_q: 'query',
  attn_k: 'key',
  attn_v: 'value',
  attn_o: 'output',
  mlp_gate: 'gate',
  mlp_up: 'up',
  mlp_down: 'down',
} as const;
const [CELL_WIDTH, CELL_HEIGHT, LEFT, TOP] = [64, 22, 64, 28];
/** The ends of the colour scale: nothing pruned, everything pruned. Between them colours are mixed in sRGB. */
const [NOTHING, ALL] = [[253, 231, 210] as const, [70, 11, 94] as const];

/**
 * The share pruned of every matrix as an SVG picture, layers by kinds, with its figure in each cell: for reports that are read without the
 * studio. Matrices that lie in no layer are left out.
 */
export function shareMap(cuts: readonly TensorCut[], parameters: readonly Parameter[]): string {
  const types = new Map(parameters.map((parameter) => [parameter.name, parameter.types]));
  const cells = cuts.flatMap((cut) => {
    const kind = COLUMNS.find((column) => types.get(cut.name)?.includes(column));
    return cut.layer === null || kind === undefined || cut.size === 0 ? [] : [{ layer: cut.layer, kind, share: cut.zeros / cut.size }];
  });
  const kinds = COLUMNS.filter((kind) => cells.some((cell) => cell.kind === kind));
  const layers = [...new Set(cells.map(({ layer }) => layer))].sort((a, b) => a - b);
  const [width, height] = [LEFT + kinds.length * CELL_WIDTH, TOP + layers.length * CELL_HEIGHT];
  const head = kinds.map((kind, x) => label(LEFT + (x + 0.5) * CELL_WIDTH, TOP - 10, LABELS[kind], '#444', 'middle'));
  const rows = layers.map((layer, y) => label(LEFT - 8, TOP + (y + 0.5) * CELL_HEIGHT + 4, `layer ${layer}`, '#444', 'end'));
  const drawn = cells.map(({ layer, kind, share }) => cellOf(kinds.indexOf(kind), layers.indexOf(layer), share));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    '<title>Share of the weights pruned, by layer and matrix</title>',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    '<g font-family="system-ui, sans-serif" font-size="11">',
    ...head,
    ...rows,
    ...drawn,
    '</g></svg>\n',
  ].join('\n');
}

function cellOf(x: number, y: number, share: number): string {
  const colour = NOTHING.map((from, i) => Math.round(from + ((ALL[i] ?? 0) - from) * share));
  const [left, top] = [LEFT + x * CELL_WIDTH, TOP + y * CELL_HEIGHT];
  const rectangle = `<rect x="${left + 1}" y="${top + 1}" width="${CELL_WIDTH - 2}" height="${CELL_HEIGHT - 2}" rx="2" fill="rgb(${colour.join(',')})"/>`;
  return (
    rectangle +
    label(left + CELL_WIDTH / 2, top + CELL_HEIGHT / 2 + 4, `${(100 * share).toFixed(1)} %`, share > 0.45 ? '#fff' : '#222', 'middle')
  );
}

const label = (x: number, y: number, text: string, fill: string, anchor: 'middle' | 'end'): string =>
  `<text x="${x}" y="${y}" fill="${fill}" text-anchor="${anchor}">${text}</text>`;
