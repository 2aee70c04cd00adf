import type { Clip } from '../colour/range';

interface Labelled {
  readonly label: string;
  readonly help: string;
}

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
    all: { label: 'All values', help: 'From the smallest to the largest value.' },
    most: { label: '98 % of the values', help: 'The lowest and the highest hundredth have the last colours.' },
    middle: { label: '90 % of the values', help: 'The lowest and the highest twentieth have the last colours.' },
  } satisfies Readonly<Record<Clip, Labelled>>,
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
