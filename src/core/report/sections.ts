import { ROLES } from '../evaluate/bench';
import { isImported } from '../export/run-files';
import { METRICS, METRIC_NAMES } from '../evaluate/metrics';
import { METHODS } from '../gaprune/methods';
import { describeContender } from '../trials/contenders';
import type { Report } from './report';

/** A part of a report: sentences, then a table, then lines to be copied; each where there is one. Plain text, escaped by who writes it. */
export interface Section {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly table: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] } | null;
  readonly code: readonly string[];
}

const count = (value: number): string => value.toLocaleString('en');
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const figure = (value: number): string => value.toFixed(4);
const chance = (p: number): string => (p < 0.001 ? '< 0.001' : p.toFixed(3));
const section = (title: string, part: Partial<Section>): Section => ({ title, sentences: [], table: null, code: [], ...part });

/** The report in words and tables, once for every format. */
export function sectionsOf(report: Report): Section[] {
  return [
    summary(report),
    ...quality(report),
    ...curve(report),
    ...sensitivity(report),
    ...recommendation(report),
    masks(report),
    sources(report),
  ];
}

function summary({ plan, scoring, change, commands }: Report): Section {
  const { label, help, formula } = METHODS[scoring.method];
  const refined = [
    ...(change?.update === true ? ['What stays was updated to make up for what went.'] : []),
    ...(change === null || change.recovery === null
      ? []
      : [`What stays was then fine-tuned for ${change.recovery.steps} steps, every zero held.`]),
  ];
  return section('What was done', {
    sentences: [
      `${count(plan.zeros)} of ${count(plan.total)} chosen weights (${percent(plan.zeros / Math.max(1, plan.total))}) are zero.`,
      `Chosen by ${label}: ${formula}. ${help}`,
      ...refined,
      'The commands that repeat it:',
    ],
    code: commands,
  });
}

function quality({ quality: found }: Report): Section[] {
  if (found === null) return [];
  return ROLES.map((role) => {
    const { dense, changed, differences, similarity } = found[role];
    const rows = METRIC_NAMES.flatMap((name) => {
      const [before, after, difference] = [dense.metrics[name], changed.metrics[name], differences[name]];
      if (before === undefined || after === undefined || difference === undefined) return [];
      const interval = `${figure(difference.low)} to ${figure(difference.high)}`;
      return [[METRICS[name].label, figure(before.mean), figure(after.mean), figure(difference.mean), interval, chance(difference.p)]];
    });
    return section(`Quality on the ${role} set`, {
      sentences: [
        `${dense.set}: ${count(dense.queries)} queries among ${count(dense.corpus)} documents.`,
        ...(similarity === null ? [] : [`Mean cosine of the embeddings to the dense model's: ${figure(similarity)}.`]),
      ],
      table: { columns: ['metric', 'dense', 'pruned', 'difference', '95 % interval', 'p'], rows },
    });
  });
}

function curve({ curve: points }: Report): Section[] {
  if (points.length === 0) return [];
  const rows = points.map(({ method, update, sparsity, figures: { zeros, domain, general } }) => [
    METHODS[method].label + (update ? ', weight update' : ''),
    percent(sparsity),
    count(zeros),
    ...[domain, general].flatMap(({ ndcg10, share }) => [
      `${figure(ndcg10.mean)} (${figure(ndcg10.low)} to ${figure(ndcg10.high)})`,
      percent(share),
    ]),
  ]);
  const columns = ['method', 'sparsity', 'zeros', 'domain nDCG@10', 'of dense', 'general nDCG@10', 'of dense'];
  return [section('Quality against sparsity', { sentences: ['Brackets are 95 % bootstrap intervals.'], table: { columns, rows } })];
}

function sensitivity({ sensitivity: parts }: Report): Section[] {
  if (parts.length === 0) return [];
  const rows = parts.map(({ target, size, sparsity, figures }) => [
    ...[target, count(size), percent(sparsity), percent(figures.domain.share), percent(figures.general.share)],
  ]);
  return [
    section('One part pruned alone', {
      table: { columns: ['part', 'weights', 'sparsity', 'domain, of dense', 'general, of dense'], rows },
    }),
  ];
}

function recommendation({ recommendation: found }: Report): Section[] {
  if (found === null) return [];
  const { rule, tried, winner, confirmation } = found;
  const rows = tried.map((one) => [describeContender(one), percent(one.figures.domain.share), percent(one.figures.general.share)]);
  const confirmed = ROLES.map((role) => {
    const own = confirmation.winner[role];
    return [
      role,
      ...[confirmation.dense[role], confirmation.magnitude[role], own].map(({ ndcg10 }) => figure(ndcg10.mean)),
      ...[percent(own.share), chance(own.difference?.p ?? 1), chance(confirmation.againstMagnitude[role].p)],
    ];
  });
  return [
    section('Settings that were tried', {
      sentences: [rule, `Chosen: ${describeContender(winner)}.`],
      table: { columns: ['settings', 'domain, of dense', 'general, of dense'], rows },
    }),
    section('The chosen settings on the test queries', {
      table: { columns: ['set', 'dense', 'magnitude', 'chosen', 'of dense', 'p to dense', 'p to magnitude'], rows: confirmed },
    }),
  ];
}

function masks({ plan }: Report): Section {
  const rows = plan.tensors.map(({ name, size, zeros }) => [name, count(size), count(zeros), percent(zeros / Math.max(1, size))]);
  return section('Every matrix', { table: { columns: ['matrix', 'weights', 'zeros', 'share'], rows } });
}

function sources({ program, model, data, analysis, scoring, mask }: Report): Section {
  const sets = ROLES.flatMap((role) => {
    const set = data[role];
    return set === null ? [] : [[`${role} set: ${set.fileName}, ${count(set.records)} records`, set.sha256]];
  });
  const by = isImported(analysis)
    ? 'Another program measured the statistics'
    : `The analysis was made by ${analysis.program} on ${analysis.device}`;
  return section('Made from', {
    sentences: [`${program}. ${by}.`],
    table: { columns: ['file', 'SHA-256'], rows: [...Object.entries(model.files), ...sets] },
    code: [JSON.stringify(analysis.settings), JSON.stringify(scoring), JSON.stringify(mask)],
  });
}
