import Papa from 'papaparse';
import { InvalidDataError } from '../errors';
import { TripletCollector } from '../triplet-collector';
import type { DataFormat } from './data-format';
import { EXTENSIONS } from './extensions';
import { decodeText, firstCharacter } from './decode-text';

/** A table as text: the first line names the columns. */
export const delimited: DataFormat = {
  label: 'CSV, TSV',
  help: 'A table with the names of its columns in the first line, separated by commas, tabs, semicolons or bars.',
  extensions: EXTENSIONS.delimited,
  recognises: (start) => /^[^\n]*[\t,;|]/.test(new TextDecoder().decode(start)) && firstCharacter(start) !== '',
  read: async (file, mapping) => {
    const collector = new TripletCollector(file.name, mapping);
    const text = await decodeText(file);
    const { data, errors, meta } = Papa.parse<string[]>(text, { skipEmptyLines: 'greedy', delimitersToGuess: ['\t', ',', ';', '|'] });
    const [header = [], ...rows] = data;
    checkHeader(header, file.name);
    const unclosed = errors.find(({ code }) => code === 'MissingQuotes');
    if (unclosed !== undefined) throw new InvalidDataError('A quoted text does not end.', `${file.name}, row ${(unclosed.row ?? 0) + 1}`);
    for (const row of rows) {
      if (row.length === header.length) collector.add(Object.fromEntries(header.map((name, i) => [name, row[i]])));
      else
        collector.addBroken(
          `has ${row.length} ${row.length === 1 ? 'column' : 'columns'}, not ${header.length} (separated by ${nameOf(meta.delimiter)})`,
        );
    }
    return collector.finish();
  },
};

function checkHeader(header: readonly string[], fileName: string): void {
  const blank = header.findIndex((name) => name.trim() === '');
  if (header.length > 0 && blank >= 0) throw new InvalidDataError(`Column ${blank + 1} has no name in the first line.`, fileName);
  const twice = header.find((name, i) => header.indexOf(name) !== i);
  if (twice !== undefined) throw new InvalidDataError(`Two columns are called "${twice.slice(0, 40)}".`, fileName);
  if (header.length === 1)
    throw new InvalidDataError('The table has one column; it takes two at least, named in the first line.', fileName);
}

function nameOf(delimiter: string): string {
  return (
    new Map([
      ['\t', 'tabs'],
      [',', 'commas'],
      [';', 'semicolons'],
    ]).get(delimiter) ?? delimiter
  );
}
