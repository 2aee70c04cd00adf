import { expect, test } from 'vitest';
import type { Remote } from 'comlink';
import type { StudioEngine } from '../../core/engine/types';
import type { Connection } from './connection';
import { LastingWorker } from './lasting-worker';
import { openCalls } from './open-calls';

/** Connections that note what they are asked to open; nothing of the engine is called here. */
function workers() {
  const opened: string[][] = [];
  const connections: Connection[] = [];
  const connect = (onEnd: () => void): Connection => {
    const { guarded, fail } = openCalls();
    opened.push([]);
    // The calls below use no method of the engine.
    const remote = {} as Remote<StudioEngine>;
    const connection: Connection = {
      ask: (call) => guarded(call(remote)),
      end: (reason) => {
        onEnd();
        fail(new Error(reason));
      },
    };
    connections.push(connection);
    return connection;
  };
  const opens = (name: string) => () => {
    opened.at(-1)?.push(name);
    return Promise.resolve(name);
  };
  return { opened, worker: new LastingWorker(connect), opens };
}

test('a new worker opens what was open, as it was last, and only once something is asked of it', async () => {
  const { worker, opened, opens } = workers();
  await worker.open('model', opens('first model'));
  await worker.open('general', opens('general'));
  await worker.open('run', opens('run of the first'));
  await worker.open('model', opens('second model'));
  await worker.end('test');
  expect(opened).toHaveLength(1);
  expect(await worker.ask(() => Promise.resolve(3))).toBe(3);
  expect(opened[1]).toEqual(['general', 'second model']);
});

test('open calls fail with the worker, and what cannot be opened again does not stand in the way', async () => {
  const { worker, opened, opens } = workers();
  await worker.open('general', opens('general'));
  let failing = false;
  await worker.open('session', () => (failing ? Promise.reject(new Error('deleted')) : Promise.resolve()));
  failing = true;
  const open = worker.ask(() => new Promise<never>(() => undefined));
  const outcome = expect(open).rejects.toThrow('hung');
  await worker.end('hung');
  await outcome;
  expect(await worker.ask(() => Promise.resolve(1))).toBe(1);
  expect(opened[1]).toEqual(['general']);
});
