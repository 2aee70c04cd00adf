import { shareMap } from '../export/share-map';
import type { MaskPlan } from '../gaprune/mask';
import type { Parameter } from '../model/parameter';
import { curvePicture } from './curve-picture';
import type { Report } from './report';
import { type Section, sectionsOf } from './sections';

/** Nothing runs and nothing is fetched: the page's own policy forbids all but its one style sheet and inline pictures. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

const STYLE = [
  ':root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}',
  'table{border-collapse:collapse;display:block;overflow-x:auto;font-variant-numeric:tabular-nums}',
  'th,td{border-bottom:1px solid #8884;padding:.2rem .7rem;text-align:left}td{overflow-wrap:anywhere}',
  'pre{overflow-x:auto;padding:.6rem;background:#8881}svg{max-width:100%;height:auto}',
].join('');

/** The report as one HTML file: no scripts, no addresses, every text escaped, pictures inline. */
export function reportHtml(report: Report, plan: MaskPlan, parameters: readonly Parameter[]): string {
  const title = `${report.model.name}, pruned`;
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    `<meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${STYLE}</style></head><body>`,
    `<h1>${escaped(title)}</h1>`,
    ...sectionsOf(report).flatMap((section) => [
      written(section),
      ...(section.title === 'Quality against sparsity' ? [curvePicture(report.curve)] : []),
      ...(section.title === 'Every matrix' ? [shareMap(plan.tensors, parameters)] : []),
    ]),
    '</body></html>\n',
  ].join('\n');
}

function written({ title, sentences, table, code }: Section): string {
  const row = (tag: 'th' | 'td', cells: readonly string[]): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return [
    `<h2>${escaped(title)}</h2>`,
    ...sentences.map((sentence) => `<p>${escaped(sentence)}</p>`),
    ...(code.length === 0 ? [] : [`<pre>${code.map(escaped).join('\n')}</pre>`]),
    ...(table === null
      ? []
      : [
          `<table><thead>${row('th', table.columns)}</thead><tbody>${table.rows.map((cells) => row('td', cells)).join('')}</tbody></table>`,
        ]),
  ].join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
