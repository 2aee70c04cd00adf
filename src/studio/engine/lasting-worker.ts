import type { Remote } from 'comlink';
import type { StudioEngine } from '../../core/engine/types';
import type { Connection } from './connection';

type Call<T> = (remote: Remote<StudioEngine>) => Promise<T>;

/** What can be open in a worker. A session holds a model, sets and a run of its own. */
type Opened = 'model' | 'general' | 'domain' | 'run' | 'session';

/** What stops being open when something else is opened: a run belongs to its model, and a session brings everything. */
const REPLACED: Readonly<Record<Opened, readonly Opened[]>> = {
  model: ['run'],
  general: [],
  domain: [],
  run: [],
  session: ['model', 'run'],
};

/** A worker for as long as the page lives: when one ends, the next call starts a new one, in which everything that was open is opened again. */
export class LastingWorker {
  private connection: Promise<Connection> | null = null;
  private readonly opened = new Map<Opened, Call<unknown>>();

  constructor(private readonly connect: (onEnd: () => void) => Connection) {}

  async ask<T>(call: Call<T>): Promise<T> {
    const { ask } = await this.connected();
    return ask(call);
  }

  /** Open something that the next worker has to open as well. */
  async open<T>(what: Opened, call: Call<T>): Promise<T> {
    const result = await this.ask(call);
    this.keep(what, call);
    return result;
  }

  /** As {@link open}, for what is open already. */
  keep(what: Opened, call: Call<unknown>): void {
    for (const replaced of [what, ...REPLACED[what]]) this.opened.delete(replaced);
    this.opened.set(what, call);
  }

  /** End the worker that is there: its open calls fail. */
  async end(reason: string): Promise<void> {
    (await this.connection)?.end(reason);
  }

  private connected(): Promise<Connection> {
    this.connection ??= this.start();
    return this.connection;
  }

  private async start(): Promise<Connection> {
    const connection = this.connect(() => (this.connection = null));
    // What cannot be opened again, a session deleted meanwhile, say, is missed by the call that needs it, which says so.
    for (const open of this.opened.values()) await connection.ask(open).catch(() => undefined);
    return connection;
  }
}
