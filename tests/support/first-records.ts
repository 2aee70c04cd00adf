import { z } from 'zod';

const gradient = z.object({ l2: z.number(), samples: z.array(z.number()) });
const set = z.object({ loss: z.number(), gradients: z.record(z.string(), gradient) });
const schema = z.object({ general: set, domain: set });

/** The first record of each example set alone, in float64 (`tools/make-first-records.py`). */
export type FirstRecords = z.infer<typeof schema>;

export function parseFirstRecords(text: string): FirstRecords {
  return schema.parse(JSON.parse(text));
}
