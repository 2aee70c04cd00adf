import { describe, expect, it } from 'vitest';
import { readData } from '../../src/core/data/formats';
import { reportError } from '../../src/core/errors';
import { MALFORMED } from './malformed';

describe('files that are no data set', () => {
  it('are a hundred and more, each of its own kind', () => {
    expect(new Set(MALFORMED.map(([what]) => what)).size).toBe(MALFORMED.length);
    expect(MALFORMED.length).toBeGreaterThanOrEqual(100);
  });

  it.each(MALFORMED)('%s (%s)', async (_, name, content, code, message, place) => {
    const blob = new Blob([typeof content === 'string' ? content : content.slice()]);
    const error: unknown = await readData({ name, content: blob }).catch((reason: unknown) => reason);
    expect(reportError(error)).toEqual({ code, message: `${message} (${place})`, place });
  });
});
