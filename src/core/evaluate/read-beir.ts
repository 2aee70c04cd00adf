import { z } from 'zod';
import { InvalidDataError } from '../data/errors';
import type { HeldOutSet } from './held-out';

/** The texts of the three files of a BEIR data set. */
export interface BeirFiles {
  /** JSON Lines with `_id`, `text` and maybe `title`. */
  readonly corpus: string;
  /** JSON Lines with `_id` and `text`. */
  readonly queries: string;
  /** Tab-separated: query id, corpus id, grade; a heading is allowed, and so is TREC's form with four columns. */
  readonly qrels: string;
}

const entry = z.object({ _id: z.string(), text: z.string(), title: z.string().optional() });

/**
 * Read a BEIR data set. Documents are `title text`; a grade above 0 makes a document an answer, as in sentence-transformers'
 * evaluator. Queries without an answer are left out. Documents are ordered by id, so that equal similarities rank as they do there.
 * @throws InvalidDataError with the line, when a file is not what it should be or an id is unknown
 */
export function readBeir(name: string, files: BeirFiles): HeldOutSet {
  const corpus = readEntries(`${name}, corpus`, files.corpus).sort((a, b) => (a._id < b._id ? -1 : 1));
  const queries = readEntries(`${name}, queries`, files.queries);
  const documentNumbers = numbersOf(`${name}, corpus`, corpus);
  const queryNumbers = numbersOf(`${name}, queries`, queries);
  const answers = new Map<number, Set<number>>();
  for (const { query, document, line } of readJudgements(`${name}, qrels`, files.qrels)) {
    const [q, d] = [queryNumbers.get(query), documentNumbers.get(document)];
    if (q === undefined || d === undefined) {
      throw new InvalidDataError(
        `There is no ${q === undefined ? `query "${query}"` : `document "${document}"`}.`,
        `${name}, qrels, line ${line}`,
      );
    }
    answers.set(q, (answers.get(q) ?? new Set()).add(d));
  }
  const judged = [...answers].sort(([a], [b]) => a - b);
  if (judged.length === 0) throw new InvalidDataError('No query has an answer.', `${name}, qrels`);
  return {
    name,
    queries: judged.map(([q]) => queries[q]?.text ?? ''),
    documents: corpus.map(({ title = '', text }) => `${title} ${text}`.trim()),
    corpusSize: corpus.length,
    relevant: judged.map(([, documents]) => documents),
    triplets: [],
  };
}

function readEntries(place: string, text: string): z.infer<typeof entry>[] {
  return linesOf(text).map(({ line, number }) => {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (cause) {
      throw new InvalidDataError(`The line is not JSON: ${cause instanceof Error ? cause.message : ''}.`, `${place}, line ${number}`);
    }
    const parsed = entry.safeParse(value);
    if (!parsed.success) throw new InvalidDataError('The line needs a string "_id" and a string "text".', `${place}, line ${number}`);
    return parsed.data;
  });
}

function numbersOf(place: string, entries: readonly { readonly _id: string }[]): Map<string, number> {
  const numbers = new Map(entries.map(({ _id }, i) => [_id, i]));
  if (numbers.size !== entries.length) throw new InvalidDataError('An id occurs twice.', place);
  return numbers;
}

interface Judgement {
  readonly query: string;
  readonly document: string;
  readonly line: number;
}

function readJudgements(place: string, text: string): Judgement[] {
  return linesOf(text).flatMap(({ line, number }): Judgement[] => {
    const columns = line.split(/\t/).map((column) => column.trim());
    const [query = '', document = '', grade = ''] = columns.length === 4 ? [columns[0], columns[2], columns[3]] : columns;
    if (number === 1 && !/^-?\d+$/.test(grade)) return [];
    if (query === '' || document === '' || !/^-?\d+$/.test(grade)) {
      throw new InvalidDataError(
        'The line needs a query id, a document id and a whole grade, with tabs between.',
        `${place}, line ${number}`,
      );
    }
    return Number(grade) > 0 ? [{ query, document, line: number }] : [];
  });
}

function linesOf(text: string): { readonly line: string; readonly number: number }[] {
  return text
    .split(/\r?\n/)
    .map((line, i) => ({ line, number: i + 1 }))
    .filter(({ line }) => line.trim() !== '');
}
