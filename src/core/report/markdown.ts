import type { Report } from './report';
import { type Section, sectionsOf } from './sections';

/** The report as Markdown. */
export function reportMarkdown(report: Report): string {
  return [`# ${escaped(report.model.name)}, pruned`, ...sectionsOf(report).map(written)].join('\n\n').concat('\n');
}

function written({ title, sentences, table, code }: Section): string {
  const row = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  return [
    `## ${title}`,
    ...(sentences.length === 0 ? [] : [sentences.map(escaped).join('\n')]),
    ...(code.length === 0 ? [] : [code.map((line) => `    ${line.replaceAll(/[\r\n]/g, ' ')}`).join('\n')]),
    ...(table === null ? [] : [[row(table.columns), row(table.columns.map(() => '---')), ...table.rows.map(row)].join('\n')]),
  ].join('\n\n');
}

/** Text that stays text: nothing in it opens a link, a tag, a table cell or emphasis. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\r\n\t]/g, ' ')
    .replaceAll(/[\\`*_[\]<>|#]/g, (character) => `\\${character}`)
    .replaceAll('\\---', '---');
}
