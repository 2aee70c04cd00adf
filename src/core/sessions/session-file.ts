import { z } from 'zod';
import { readZip } from '../archive/read-zip';
import { zipBlob } from '../archive/write-zip';
import { RUN_MANIFEST, RUN_STATISTICS } from '../export/run-files';
import { InvalidRunError, readRunManifest } from '../export/run-manifest';
import { sha256Of } from '../export/sha256';
import { SESSION_VERSION, type SessionRecord, sessionRecord } from './session';
import type { SessionFile, SessionParts, StoredSession } from './store';

/**
 * A session as one zip file: `session.json`, `run.json` and `statistics.safetensors`, the model under `model/`, the data sets under
 * `data/general/` and `data/domain/`. The command line reads it too, once it is unpacked.
 */
export const SESSION_MANIFEST = 'session.json';

const sessionFile = z.object({
  version: z.literal(SESSION_VERSION),
  ...sessionRecord.pick({ name: true, createdAt: true, modelName: true, scoring: true, mask: true, findings: true }).shape,
});

export function writeSessionFile({ record, manifestText, statistics, model, general, domain }: StoredSession): Promise<Blob> {
  const { version, name, createdAt, modelName, scoring, mask, findings } = record;
  const data = (folder: string, file: SessionFile | null) =>
    file === null ? [] : [{ name: `data/${folder}/${file.name}`, content: file.content }];
  return zipBlob([
    { name: SESSION_MANIFEST, content: `${JSON.stringify({ version, name, createdAt, modelName, scoring, mask, findings }, null, 2)}\n` },
    { name: RUN_MANIFEST, content: manifestText },
    { name: RUN_STATISTICS, content: statistics },
    ...model.map((file) => ({ name: `model/${file.name}`, content: file.content })),
    ...data('general', general),
    ...data('domain', domain),
  ]);
}

/**
 * Read a session's zip file. Model and data have to be those of the run, by hash.
 * @throws InvalidArchiveError, UnsafeNameError, InvalidRunError
 */
export async function readSessionFile(archive: Blob): Promise<SessionParts> {
  const files = new Map((await readZip(archive)).map(({ name, content }) => [name, content]));
  const manifestText = await textOf(files, RUN_MANIFEST);
  const manifest = readRunManifest(manifestText);
  const { name, createdAt, modelName, scoring, mask, findings } = parseSession(await textOf(files, SESSION_MANIFEST));
  const statistics = files.get(RUN_STATISTICS);
  if (statistics === undefined) throw new InvalidRunError('The archive lacks a file of the run.', RUN_STATISTICS);
  const model = inFolder(files, 'model/');
  if (model.length === 0) throw new InvalidRunError('The archive holds no model.', 'model/');
  for (const file of model) await checkHash(file, manifest.modelFiles[file.name]);
  const [general = null] = inFolder(files, 'data/general/');
  const [domain = null] = inFolder(files, 'data/domain/');
  if (general !== null) await checkHash(general, manifest.generalData?.sha256);
  if (domain !== null) await checkHash(domain, manifest.domainData?.sha256);
  return { name, createdAt, modelName, scoring, mask, findings, manifest, manifestText, statistics, model, general, domain };
}

function inFolder(files: ReadonlyMap<string, Blob>, folder: string): SessionFile[] {
  return [...files].filter(([path]) => path.startsWith(folder)).map(([path, content]) => ({ name: path.slice(folder.length), content }));
}

async function textOf(files: ReadonlyMap<string, Blob>, name: string): Promise<string> {
  const file = files.get(name);
  if (file === undefined) throw new InvalidRunError('The archive is no session of the studio: a file is missing.', name);
  return file.text();
}

async function checkHash({ name, content }: SessionFile, expected: string | undefined): Promise<void> {
  if (expected !== (await sha256Of(content))) throw new InvalidRunError('A file is not the one that the run was made from.', name);
}

function parseSession(text: string): Pick<SessionRecord, 'name' | 'createdAt' | 'modelName' | 'scoring' | 'mask' | 'findings'> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new InvalidRunError('The session is not valid JSON.', SESSION_MANIFEST, { cause });
  }
  const parsed = sessionFile.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InvalidRunError(`The session is not what it should be: ${issue?.message ?? 'wrong shape'}.`, `${SESSION_MANIFEST}, ${issue?.path.join('.') ?? ''}`); // prettier-ignore
}
