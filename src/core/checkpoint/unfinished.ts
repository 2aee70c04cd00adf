import { z } from 'zod';
import { blobOf } from '../bytes/blob-bytes';
import type { ByteSource } from '../bytes/byte-source';
import type { Reading } from '../data/formats';
import { analysisSettings } from '../gaprune/settings';
import { PrivateFiles } from '../private-files/private-files';
import { FileGoneError } from '../private-files/errors';
import { KeptRecords } from './kept-records';
import { PlaceLocks, RELEASE_MS, type WorkPlace, privateSlots } from './places';
import type { Slots } from './slots';

const file = z.object({ name: z.string(), file: z.string() });
const mapping = z.object({ query: z.string(), positive: z.string(), negatives: z.array(z.string()) });
const dataSet = z.object({ ...file.shape, reading: z.object({ fields: mapping.nullable(), skipBadRecords: z.boolean() }) });

/** What an unfinished analysis is, and how far it is. */
const unfinishedRecord = z.object({
  version: z.literal(1),
  key: z.string(),
  /** ISO 8601, UTC. */
  savedAt: z.iso.datetime(),
  /** Samples that are counted, of all. */
  done: z.int().min(0),
  total: z.int().min(0),
  modelName: z.string(),
  /** Files of the model's folder by path, and the names they are kept under. */
  model: z.array(file),
  general: dataSet,
  domain: dataSet,
  settings: analysisSettings,
  device: z.enum(['auto', 'webgpu', 'wasm']),
});
export type UnfinishedRecord = z.infer<typeof unfinishedRecord>;

/** What is written of an analysis with its first checkpoint, so that a new page can open everything again. */
export interface Work extends Pick<UnfinishedRecord, 'key' | 'modelName' | 'settings' | 'device'> {
  readonly model: readonly (readonly [path: string, content: ByteSource])[];
  readonly general: WorkData;
  readonly domain: WorkData;
}

export interface WorkData {
  readonly name: string;
  readonly content: Blob;
  readonly reading: Reading;
}

/** An unfinished analysis with its files. */
export interface OpenedWork {
  readonly record: UnfinishedRecord;
  readonly model: readonly { readonly name: string; readonly content: Blob }[];
  readonly general: { readonly name: string; readonly content: Blob };
  readonly domain: { readonly name: string; readonly content: Blob };
}

/** One tab at a time makes and removes places. */
const LOCK = 'gaprune-unfinished';

/**
 * Analyses that are not finished, each in a folder of the browser's private file system: two slots for checkpoints, the files that were
 * open, and a record, written last. Whoever works in a folder holds its lock, so that two tabs never share one. Of what nobody works on the
 * latest alone is kept.
 */
export class UnfinishedWork {
  private readonly files = new PrivateFiles('checkpoints');
  private readonly records = new KeptRecords(this.files, unfinishedRecord);
  private readonly locks = new PlaceLocks(LOCK);

  constructor(private readonly releaseMs = RELEASE_MS) {}

  /**
   * A place for work that begins: where the same work was left off, else a new one, and what else is left off is removed.
   * @param reached how far the work is, when a checkpoint has been written
   */
  async begin(work: Work, reached: () => Pick<UnfinishedRecord, 'done' | 'total'>): Promise<WorkPlace> {
    const earlier = (await this.records.all()).flatMap(([id, { key }]) => (key === work.key ? [id] : []));
    const held = (await this.locks.first(earlier, AbortSignal.timeout(this.releaseMs))) ?? (await this.locks.first([crypto.randomUUID()]));
    if (held === null) throw new Error('The lock of a new place was not given.');
    const { id, release } = held;
    await navigator.locks.request(LOCK, () => this.sweep(id)).catch(() => undefined);
    return { slots: this.slots(id, work, reached), release };
  }

  /** The latest work that nobody is at; where there is only work of other tabs, the first that they let go of unfinished. */
  async latest(): Promise<{ readonly id: string; readonly record: UnfinishedRecord } | null> {
    let ids = (await this.records.all()).map(([id]) => id);
    for (;;) {
      const free = await this.locks.first(ids);
      if (free === null) return null;
      free.release();
      const record = await this.records.read(free.id);
      if (record !== null) return { id: free.id, record };
      // It was finished meanwhile.
      ids = ids.filter((id) => id !== free.id);
    }
  }

  /** @throws FileGoneError */
  async open(id: string): Promise<OpenedWork> {
    const record = await this.records.read(id);
    if (record === null) throw new FileGoneError('The unfinished analysis is not there any more.', id);
    // Held apart from the folder, which goes when the work is done.
    const read = async ({ name, file: kept }: { readonly name: string; readonly file: string }) => ({
      name,
      content: await inMemory(await this.files.read([id, kept])),
    });
    return {
      record,
      model: await Promise.all(record.model.map(read)),
      general: await read(record.general),
      domain: await read(record.domain),
    };
  }

  /** Remove work that nobody is at. */
  async discard(id: string): Promise<void> {
    await this.locks.ifFree(id, () => this.files.remove([id]));
  }

  private slots(id: string, work: Work, reached: () => Pick<UnfinishedRecord, 'done' | 'total'>): Slots {
    let kept: Pick<UnfinishedRecord, 'model' | 'general' | 'domain'> | null = null;
    const slots = privateSlots(this.files, id);
    return {
      ...slots,
      write: async (slot, parts) => {
        kept ??= await this.keepFiles(id, work);
        await slots.write(slot, parts);
        const { key, modelName, settings, device } = work;
        const savedAt = new Date().toISOString();
        const record: UnfinishedRecord = { version: 1, key, savedAt, ...reached(), modelName, settings, device, ...kept };
        await this.records.write(id, record);
      },
    };
  }

  private async keepFiles(id: string, { model, general, domain }: Work): Promise<Pick<UnfinishedRecord, 'model' | 'general' | 'domain'>> {
    const keep = async (name: string, kept: string, content: Blob) => {
      if (!(await this.files.has([id, kept], content.size))) await this.files.write([id, kept], content);
      return { name, file: kept };
    };
    const files = [];
    for (const [index, [path, content]] of model.entries()) files.push(await keep(path, `model-${index}`, blobOf(content)));
    const data = async (role: string, { name, content, reading: { fields, skipBadRecords } }: WorkData) => ({
      ...(await keep(name, role, content)),
      reading: { fields: fields === null ? null : { ...fields, negatives: [...fields.negatives] }, skipBadRecords },
    });
    return { model: files, general: await data('general', general), domain: await data('domain', domain) };
  }

  /** Remove what nobody works on. */
  private async sweep(own: string): Promise<void> {
    for (const id of await this.files.list([])) if (id !== own) await this.discard(id);
  }
}

const PIECE = 2 ** 26;

/** A copy that does not depend on the file. */
async function inMemory(content: Blob): Promise<Blob> {
  const parts: ArrayBuffer[] = [];
  for (let at = 0; at < content.size; at += PIECE) parts.push(await content.slice(at, at + PIECE).arrayBuffer());
  return new Blob(parts);
}
