import { blobOf } from '../bytes/blob-bytes';
import { RUN_MANIFEST, RUN_STATISTICS, type DataSource } from '../export/run-files';
import { InvalidRunError, writeRunManifest } from '../export/run-manifest';
import { writeStatistics } from '../export/statistics-file';
import type { MaskSettings, ScoringSettings } from '../gaprune/settings';
import { readSessionFile, writeSessionFile } from '../sessions/session-file';
import type { SessionChange, SessionRecord } from '../sessions/session';
import { type SessionFile, SessionStore, type StoredSession } from '../sessions/store';
import { bytes } from '../units';
import type { FinishedRun } from './finished-run';
import type { Download, NamedFile, SessionList, SessionSettings, SessionSummary } from './types';

/** The sessions of this browser, as the studio asks for them. */
export class Sessions {
  private readonly store = new SessionStore();

  async list(): Promise<SessionList> {
    const [records, use] = await Promise.all([this.store.list(), this.store.use()]);
    return { sessions: records.map(summarize), ...use };
  }

  /** Keep a finished run. @throws SessionStorageError */
  async save(run: FinishedRun, name: string, scoring: ScoringSettings, mask: MaskSettings): Promise<SessionSummary> {
    const { model, manifest, statistics, general, domain } = run;
    const record = await this.store.add({
      ...{ name, scoring, mask, findings: null, manifest, createdAt: new Date().toISOString(), modelName: model.name },
      manifestText: writeRunManifest(manifest),
      statistics: writeStatistics(statistics.tensors),
      model: [...model.folder].map(([path, content]) => ({ name: path, content: blobOf(content) })),
      general: fileOf(general),
      domain: fileOf(domain),
    });
    return summarize(record);
  }

  open(id: string): Promise<StoredSession> {
    return this.store.open(id);
  }

  async settings(id: string): Promise<SessionSettings> {
    const { manifest, record } = await this.store.open(id);
    return { settings: manifest.settings, scoring: record.scoring, mask: record.mask };
  }

  async change(id: string, change: SessionChange): Promise<SessionSummary> {
    return summarize(await this.store.change(id, change));
  }

  remove(id: string): Promise<void> {
    return this.store.remove(id);
  }

  /** One file that {@link import} reads. */
  async export(id: string): Promise<Download> {
    const stored = await this.store.open(id);
    const fileName = `${stored.record.name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^-+|-+$/g, '') || 'session'}.gaprune.zip`;
    return { fileName, content: await writeSessionFile(stored) };
  }

  /** @throws InvalidArchiveError, InvalidRunError, SessionStorageError */
  async import({ content }: NamedFile): Promise<SessionSummary> {
    return summarize(await this.store.add(await readSessionFile(content)));
  }
}

const fileOf = (source: DataSource | null): SessionFile | null =>
  source === null ? null : { name: source.set.fileName.replace(/^.*[\\/]/, ''), content: source.content };

function summarize({
  id,
  name,
  createdAt,
  modelName,
  general,
  domain,
  device,
  elapsedMs,
  runBytes,
  model,
  mask,
}: SessionRecord): SessionSummary {
  return {
    ...{ id, name, createdAt, modelName, device, elapsedMs },
    general: general?.fileName ?? null,
    domain: domain?.fileName ?? null,
    sparsity: mask.sparsity,
    runBytes: bytes(runBytes),
    modelBytes: bytes(model.reduce((sum, file) => sum + file.bytes, 0)),
  };
}

/** The two files of a run among files given together; null where there is no `run.json`. @throws InvalidRunError */
export function runFilesAmong(files: readonly NamedFile[]): { readonly manifest: NamedFile; readonly statistics: NamedFile } | null {
  const find = (wanted: string): NamedFile | undefined => files.find(({ name }) => name === wanted || name.endsWith(`/${wanted}`));
  const [manifest, statistics] = [find(RUN_MANIFEST), find(RUN_STATISTICS)];
  if (manifest === undefined) return null;
  if (statistics === undefined) throw new InvalidRunError('A run is two files, and one of them is missing.', RUN_STATISTICS);
  return { manifest, statistics };
}
