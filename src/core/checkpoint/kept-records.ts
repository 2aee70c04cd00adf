import type { z } from 'zod';
import type { PrivateFiles } from '../private-files/private-files';

const RECORD = 'work.json';

/** A record of work says what it is and how far it is, and when that was written (ISO 8601, UTC). */
interface Saved {
  readonly savedAt: string;
}

/** The records in the folders of one kind of work, each written last: a folder without a whole one is no work that can be gone on with. */
export class KeptRecords<T extends Saved> {
  constructor(
    private readonly files: PrivateFiles,
    private readonly schema: z.ZodType<T>,
  ) {}

  async write(id: string, record: T): Promise<void> {
    await this.files.write([id, RECORD], JSON.stringify(record));
  }

  /** Null where there is none, or one that is not whole. */
  async read(id: string): Promise<T | null> {
    try {
      const text = await (await this.files.read([id, RECORD])).text();
      return this.schema.parse(JSON.parse(text));
    } catch {
      return null;
    }
  }

  /** All that are whole, the latest first. */
  async all(): Promise<(readonly [id: string, record: T])[]> {
    const ids = await this.files.list([]);
    const found = await Promise.all(ids.map(async (id) => [id, await this.read(id)] as const));
    const whole = found.flatMap(([id, record]) => (record === null ? [] : [[id, record] as const]));
    return whole.sort(([, a], [, b]) => b.savedAt.localeCompare(a.savedAt));
  }
}
