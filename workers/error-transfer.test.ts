import { expose, proxy, wrap } from 'comlink';
import { afterAll, expect, test } from 'vitest';
import { GapruneError } from '../src/core/errors';
import { installErrorTransfer, ReportedError } from './error-transfer';

class BrokenThingError extends GapruneError {
  readonly code = 'BROKEN_THING';
}

const remoteSide = {
  fail: (place: string | undefined) => Promise.reject(new BrokenThingError('The thing is broken.', place)),
  failUnexpectedly: () => Promise.reject(new TypeError('x is not a function')),
  callBack: (callback: (step: string) => void) => {
    callback('half');
    return Promise.resolve('done');
  },
};

installErrorTransfer();
const { port1, port2 } = new MessageChannel();
expose(remoteSide, port1);
const remote = wrap<typeof remoteSide>(port2);
afterAll(() => {
  port1.close();
  port2.close();
});

const thrownBy = (call: Promise<unknown>): Promise<unknown> => call.then(() => undefined).catch((error: unknown) => error);

test('an error arrives with its code, message and place', async () => {
  const error = await thrownBy(remote.fail('record 3'));
  expect(error).toBeInstanceOf(ReportedError);
  expect(error).toHaveProperty('report', { code: 'BROKEN_THING', message: 'The thing is broken. (record 3)', place: 'record 3' });
});

test('an error that nobody planned keeps its message', async () => {
  expect(await thrownBy(remote.failUnexpectedly())).toHaveProperty('report', { code: 'UNEXPECTED', message: 'x is not a function' });
});

test('callbacks still cross', async () => {
  const steps: string[] = [];
  expect(await remote.callBack(proxy((step) => void steps.push(step)))).toBe('done');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(steps).toEqual(['half']);
});
