import { describe, expect, it } from 'vitest';
import { readData } from '../../src/core/data/formats';
import { GapruneError } from '../../src/core/errors';
import { MALFORMED } from './malformed';

describe('files that are no data set', () => {
  it('are sixty and more', () => {
    expect(MALFORMED.length).toBeGreaterThanOrEqual(60);
  });

  it.each(MALFORMED)('%s (%s)', async (_, name, content, message) => {
    const blob = new Blob([typeof content === 'string' ? content : content.slice()]);
    const error: unknown = await readData({ name, content: blob }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(GapruneError);
    expect(error).toMatchObject({ message: expect.stringMatching(message) as string });
    expect(error).toMatchObject({ place: expect.stringContaining(name) as string });
  });
});
