import type { RunManifest } from '../export/run-manifest';
import { readRunManifest } from '../export/run-manifest';
import { RUN_MANIFEST, RUN_STATISTICS } from '../export/run-files';
import { type Bytes, bytes } from '../units';
import { BrowserStorageError, FileGoneError } from '../private-files/errors';
import { PrivateFiles } from '../private-files/private-files';
import { SessionNotFoundError, SessionStorageError } from './errors';
import { SessionRecords } from './records';
import { SESSION_VERSION, type SessionChange, type SessionRecord } from './session';

/** A file under a name. */
export interface SessionFile {
  readonly name: string;
  readonly content: Blob;
}

/** Everything that makes a session, before it is kept. */
export interface SessionParts extends Pick<SessionRecord, 'name' | 'createdAt' | 'modelName' | 'scoring' | 'mask' | 'findings'> {
  readonly manifest: RunManifest;
  readonly manifestText: string;
  readonly statistics: Blob | readonly Uint8Array[];
  /** Files of the model's folder by relative path. */
  readonly model: readonly SessionFile[];
  readonly general: SessionFile | null;
  readonly domain: SessionFile | null;
}

/** A session as it is kept. Files are read when they are used. */
export interface StoredSession {
  readonly record: SessionRecord;
  readonly manifest: RunManifest;
  readonly manifestText: string;
  readonly statistics: Blob;
  readonly model: readonly SessionFile[];
  readonly general: SessionFile | null;
  readonly domain: SessionFile | null;
}

/** What this page takes of the browser's storage, and what it may take; null when the browser does not say. */
export interface StorageUse {
  readonly used: Bytes | null;
  readonly quota: Bytes | null;
}

/** One tab at a time changes the sessions. */
const LOCK = 'gaprune-sessions';

/**
 * Runs kept in the browser: files in its private file system, records in its database. The record is written last, so that a
 * session is either whole or not there. Files of models and data sets lie under their SHA-256, once for all sessions.
 */
export class SessionStore {
  private readonly files = new PrivateFiles('sessions');
  private readonly records = new SessionRecords();

  list(): Promise<SessionRecord[]> {
    return this.records.all();
  }

  async use(): Promise<StorageUse> {
    const { usage, quota } = await navigator.storage.estimate();
    return { used: usage === undefined ? null : bytes(usage), quota: quota === undefined ? null : bytes(quota) };
  }

  /** Keep a session. What was written of it is removed again when it does not fit. @throws SessionStorageError */
  add(parts: SessionParts): Promise<SessionRecord> {
    return locked(async () => {
      const id = crypto.randomUUID();
      try {
        const model = [];
        for (const file of parts.model) model.push(await this.keep(file, parts.manifest.modelFiles[file.name]));
        const general = await this.keepData(parts.general, parts.manifest.generalData);
        const domain = await this.keepData(parts.domain, parts.manifest.domainData);
        await this.files.write(['runs', id, RUN_MANIFEST], parts.manifestText);
        await this.files.write(['runs', id, RUN_STATISTICS], parts.statistics);
        const { name, createdAt, modelName, scoring, mask, findings, manifest } = parts;
        const { device, elapsedMs } = manifest;
        const runBytes = parts.manifestText.length + sizeOfParts(parts.statistics);
        const record = { version: SESSION_VERSION, id, name, createdAt, modelName, device, elapsedMs, runBytes, model, general, domain, scoring, mask, findings } as const; // prettier-ignore
        await this.records.put(record);
        return record;
      } catch (error) {
        // What cannot be removed now goes with the next sweep.
        await this.files
          .remove(['runs', id])
          .then(() => this.sweep())
          .catch(() => undefined);
        throw storageErrorOf(error);
      }
    });
  }

  /** @throws SessionNotFoundError, InvalidRunError */
  async open(id: string): Promise<StoredSession> {
    const record = await this.record(id);
    const manifestText = await (await this.read(['runs', id, RUN_MANIFEST])).text();
    const content = (sha256: string): Promise<Blob> => this.read(['content', sha256]);
    const data = async (set: SessionRecord['general']): Promise<SessionFile | null> =>
      set === null ? null : { name: set.fileName, content: await content(set.sha256) };
    return {
      record,
      manifest: readRunManifest(manifestText),
      manifestText,
      statistics: await this.read(['runs', id, RUN_STATISTICS]),
      model: await Promise.all(record.model.map(async ({ path, sha256 }) => ({ name: path, content: await content(sha256) }))),
      general: await data(record.general),
      domain: await data(record.domain),
    };
  }

  /** @throws SessionNotFoundError, SessionStorageError */
  change(id: string, change: SessionChange): Promise<SessionRecord> {
    return locked(async () => {
      const record = { ...(await this.record(id)), ...change };
      await this.records.put(record).catch((cause: unknown) => {
        throw storageErrorOf(cause);
      });
      return record;
    });
  }

  /** Remove a session and every file that no other session uses. */
  remove(id: string): Promise<void> {
    return locked(async () => {
      await this.records.remove(id);
      await this.files.remove(['runs', id]);
      await this.sweep();
    });
  }

  private async record(id: string): Promise<SessionRecord> {
    const record = await this.records.get(id);
    if (record === null) throw new SessionNotFoundError('This session is not there any more.', id);
    return record;
  }

  private async read(path: readonly string[]): Promise<Blob> {
    return this.files.read(path).catch((cause: unknown) => {
      if (!(cause instanceof FileGoneError)) throw cause;
      throw new SessionNotFoundError('A file of this session is not there any more.', path.join('/'), { cause });
    });
  }

  private async keep({ name, content }: SessionFile, sha256: string | undefined): Promise<SessionRecord['model'][number]> {
    if (sha256 === undefined) throw new SessionNotFoundError('The run names no hash for this file.', name);
    if (!(await this.files.has(['content', sha256], content.size))) await this.files.write(['content', sha256], content);
    return { path: name, sha256, bytes: content.size };
  }

  private async keepData(file: SessionFile | null, data: RunManifest['generalData']): Promise<SessionRecord['general']> {
    if (file === null || data === null) return null;
    const { fileName, records, sha256 } = data;
    await this.keep(file, sha256);
    return { fileName, records, sha256 };
  }

  /** Remove runs and contents that belong to no record: what a closed tab or a full disk left behind. */
  private async sweep(): Promise<void> {
    const records = await this.records.all();
    const used = new Set(
      records.flatMap(({ model, general, domain }) => [...model, general, domain].flatMap((file) => (file === null ? [] : [file.sha256]))),
    );
    const ids = new Set(records.map(({ id }) => id));
    for (const name of await this.files.list(['content'])) if (!used.has(name)) await this.files.remove(['content', name]);
    for (const id of await this.files.list(['runs'])) if (!ids.has(id)) await this.files.remove(['runs', id]);
  }
}

function locked<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks.request(LOCK, work);
}

/** What the browser said when it refused, as what it means for a run. */
function storageErrorOf(cause: unknown): unknown {
  const isFull = (error: unknown): boolean => error instanceof DOMException && error.name === 'QuotaExceededError';
  if (!(cause instanceof BrowserStorageError || cause instanceof DOMException)) return cause;
  const message =
    isFull(cause) || isFull(cause.cause)
      ? 'The browser has no room for this run. Delete sessions, or save the run as a file.'
      : `The browser cannot keep this run: ${cause.message}`;
  return new SessionStorageError(message, undefined, { cause });
}

function sizeOfParts(content: Blob | readonly Uint8Array[]): number {
  return content instanceof Blob ? content.size : content.reduce((sum, part) => sum + part.length, 0);
}
