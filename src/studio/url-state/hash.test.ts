import { describe, expect, it } from 'vitest';
import { hashOf, viewOf } from './hash';
import { defaultView } from './view';

describe('the view in the address', () => {
  it('comes back as it went in', () => {
    const view = { ...defaultView, place: 'prune' } as const;
    expect(viewOf(hashOf(view))).toEqual(view);
  });

  it('names the place alone when everything else is as always', () => {
    expect(hashOf({ ...defaultView, place: 'analysis' })).toBe('#analysis');
  });

  it.each(['', '#', '#nowhere', '#%', '#nowhere?place=prune', '#?x=1'])('takes %j for the first place', (hash) => {
    expect(viewOf(hash)).toEqual(defaultView);
  });
});
