import { type Command, InvalidArgumentError } from 'commander';
import { type FieldMapping, parseMapping } from '../core/data/field-mapping';
import { type Reading, openData } from '../core/data/formats';
import type { TripletSet } from '../core/data/triplet';
import type { DataSource } from '../core/export/run-files';
import type { RunManifest } from '../core/export/run-manifest';
import { recordsOfRun } from '../core/sample/choose-records';
import { openFile } from './files';

/** What a command is told about the columns and records of its data files. */
export interface DataOptions {
  readonly fields?: FieldMapping;
  readonly generalFields?: FieldMapping;
  readonly domainFields?: FieldMapping;
  readonly skipBadRecords?: boolean;
}

/** Options of a command that reads files of records. */
export function addDataOptions(command: Command): Command {
  return command
    .option(
      '--fields <columns>',
      'columns of the data files, such as query=q,positive=p,negative=n; negative several times or never',
      fields,
    )
    .option('--skip-bad-records', 'go on without the records that cannot be used');
}

/** As {@link addDataOptions}, for a command that reads a general and a domain set. */
export function addSetOptions(command: Command): Command {
  return addDataOptions(command)
    .option('--general-fields <columns>', 'columns of the general set, where they are not those of --fields', fields)
    .option('--domain-fields <columns>', 'columns of the domain set, where they are not those of --fields', fields);
}

/** How the file of a role is read; of no role: a command with one kind of file. */
export function readingOf(options: DataOptions, role?: 'general' | 'domain'): Reading {
  const own = role === undefined ? undefined : options[`${role}Fields`];
  return { fields: own ?? options.fields ?? null, skipBadRecords: options.skipBadRecords === true };
}

/**
 * Read a file of records, of any known format; records that are left out are told of on standard error.
 * @throws PathError, InvalidDataError, BadRecordsError, UnknownColumnsError, InvalidJsonError
 */
export async function readSource(path: string, reading: Reading): Promise<DataSource> {
  const content = await openFile(path);
  const { set, badRecords, records } = await openData({ name: path, content }, reading);
  if (badRecords > 0) process.stderr.write(`gaprune: ${badRecords} of ${records} records of ${path} are left out\n`);
  return { set, content, reading, leftOut: badRecords };
}

/** The records of both sets that a run was made from: what it put aside to measure with is never trained on. */
export async function readAnalysed(
  generalPath: string,
  domainPath: string,
  options: DataOptions,
  manifest: RunManifest,
): Promise<{ readonly general: TripletSet; readonly domain: TripletSet }> {
  const general = await readSource(generalPath, readingOf(options, 'general'));
  const domain = await readSource(domainPath, readingOf(options, 'domain'));
  return recordsOfRun(general.set, domain.set, manifest);
}

function fields(text: string): FieldMapping {
  const mapping = parseMapping(text);
  if (mapping === null) throw new InvalidArgumentError('It must be such as query=q,positive=p,negative=n.');
  return mapping;
}
