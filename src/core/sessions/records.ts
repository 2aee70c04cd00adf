import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { type SessionRecord, sessionRecord } from './session';

interface Schema extends DBSchema {
  sessions: { key: string; value: unknown };
}

const NAME = 'gaprune-sessions';

/** The records of all sessions, in the browser's database. A session exists once its record does. */
export class SessionRecords {
  private database: Promise<IDBPDatabase<Schema>> | null = null;

  /** Newest first. A record that is not what it should be (of a newer program, say) is left alone and not listed. */
  async all(): Promise<SessionRecord[]> {
    const values = await (await this.open()).getAll('sessions');
    const records = values.flatMap((value) => {
      const parsed = sessionRecord.safeParse(value);
      return parsed.success ? [parsed.data] : [];
    });
    return records.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  }

  async get(id: string): Promise<SessionRecord | null> {
    const parsed = sessionRecord.safeParse(await (await this.open()).get('sessions', id));
    return parsed.success ? parsed.data : null;
  }

  async put(record: SessionRecord): Promise<void> {
    await (await this.open()).put('sessions', record, record.id);
  }

  async remove(id: string): Promise<void> {
    await (await this.open()).delete('sessions', id);
  }

  private close(): void {
    void this.database?.then((database) => database.close());
    this.database = null;
  }

  private open(): Promise<IDBPDatabase<Schema>> {
    this.database ??= openDB<Schema>(NAME, 1, {
      upgrade: (database) => {
        database.createObjectStore('sessions');
      },
      // A person clears what the browser keeps, or another tab wants the database gone: the next call opens it anew.
      terminated: () => (this.database = null),
      blocking: () => this.close(),
    });
    return this.database;
  }
}
