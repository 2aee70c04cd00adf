import type { Quality, RowResult } from './results';

export interface StudyFacts {
  readonly model: string;
  readonly layers: string;
  readonly sparsity: number;
  readonly records: number;
  readonly maxLength: number;
  readonly program: string;
  readonly device: string;
  readonly command: string;
}

const figure = (x: number): string => x.toFixed(3);
const percent = (x: number): string => `${(100 * x).toFixed(1)} %`;

const [BEGIN, END] = ['<!-- Written by npm run study: -->', '<!-- until here. -->'];

/** A page with its table and facts made anew; what people wrote around them stays. */
export function studyPage(page: string, facts: StudyFacts, rows: readonly RowResult[]): string {
  const [before = '', rest] = page.split(BEGIN);
  const after = rest?.split(END)[1] ?? '\n';
  return `${before === '' ? '# Study: what each method keeps\n\n' : before}${BEGIN}\n\n${written(facts, rows)}\n${END}${after}`;
}

function written(facts: StudyFacts, [dense, ...rows]: readonly RowResult[]): string {
  if (dense === undefined) return '';
  const table = [
    '| | domain nDCG@10 | of dense | p | general nDCG@10 | of dense | p | also in magnitude’s mask |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    `| Dense | ${cell(dense.domain)} | | | ${cell(dense.general)} | | | |`,
    ...rows.map(
      (row) =>
        `| ${row.label} | ${cell(row.domain)} | ${share(row.domain, dense.domain)} | ${chance(row.domain)} | ${cell(row.general)} | ` +
        `${share(row.general, dense.general)} | ${chance(row.general)} | ${row.magnitudeOverlap === null ? '' : percent(row.magnitudeOverlap)} |`,
    ),
  ];
  return `${facts.model}, ${facts.layers} layers, ${percent(facts.sparsity)} of the weights pruned (${rows[0]?.zeros ?? 0} of ${rows[0]?.total ?? 0}, counted). Calibrated on
${facts.records} + ${facts.records} records, texts cut at ${facts.maxLength} tokens. Measured on records that nothing else used: each query among all positives of its
set. Brackets are 95 % bootstrap intervals; p is the two-sided sign-flip test of the difference to dense, query by query.

${table.join('\n')}

Made by ${facts.program} on ${facts.device} with

    ${facts.command}
`;
}

const cell = ({ ndcg10: { mean, low, high } }: Quality): string => `${figure(mean)} (${figure(low)} to ${figure(high)})`;
const share = (row: Quality, dense: Quality): string => percent(row.ndcg10.mean / dense.ndcg10.mean);
const chance = ({ difference }: Quality): string => (difference === null ? '' : difference.p < 0.001 ? '< 0.001' : difference.p.toFixed(3));
