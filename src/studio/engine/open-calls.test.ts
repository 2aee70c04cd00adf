import { expect, test } from 'vitest';
import { openCalls } from './open-calls';

test('a call gives its result, or its own error', async () => {
  const { guarded } = openCalls();
  await expect(guarded(Promise.resolve(3))).resolves.toBe(3);
  await expect(guarded(Promise.reject(new Error('own')))).rejects.toThrow('own');
});

test('what is open fails when the other side is gone, and so does what comes later', async () => {
  const { guarded, fail } = openCalls();
  const never = guarded(new Promise(() => undefined));
  fail(new Error('gone'));
  await expect(never).rejects.toThrow('gone');
  await expect(guarded(Promise.resolve(3))).rejects.toThrow('gone');
});
