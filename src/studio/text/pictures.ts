import type { Clip } from '../colour/range';

/** The pictures of weights: what they have in common. */
export const pictures = {
  title: 'Weights',
  choose: 'Picture',
  tensor: 'tensor',
  tabs: { overview: 'Overview', tensor: 'Matrix', heads: 'Attention heads', neurons: 'MLP neurons' },
  quantity: 'Quantity',
  range: (low: string, high: string) => `Colours span ${low} to ${high}; what lies beyond has the last colour.`,
  noValues: 'There are no values.',
  legend: (quantity: string) => `Colours of ${quantity}`,
  clip: 'Colour range',
  clips: {
    all: { label: 'All values' },
    most: { label: '98 % of the values' },
    middle: { label: '90 % of the values' },
  } satisfies Readonly<Record<Clip, { readonly label: string }>>,
  asTable: 'Table',
  actions: 'Table and files',
  page: (first: string, last: string, count: string) => `${first}–${last} of ${count}`,
  previous: 'Previous',
  next: 'Next',
  savePng: 'PNG',
  saveSvg: 'SVG',
  saveCsv: 'CSV',
  saveAs: (format: string) => `Save as ${format}`,
} as const;
