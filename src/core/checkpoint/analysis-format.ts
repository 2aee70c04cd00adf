import { z } from 'zod';
import type { AnalysisState, PassResult } from '../analysis/state';
import { RuntimeError } from '../runtime/errors';
import { type StateFormat, figure } from './checkpoint-file';

const losses = z.array(z.object({ loss: figure(), samples: z.int(), counted: z.boolean() }));
const counted = z.object({
  position: z.int().min(0),
  samplesGeneral: z.int().min(0),
  samplesDomain: z.int().min(0),
  pairs: z.int().min(0),
  losses: z.object({ fisherGeneral: losses, fisherDomain: losses, alignmentGeneral: losses, alignmentDomain: losses }),
});

const QUANTITIES = ['fisherGeneral', 'fisherDomain', 'gradGeneral', 'gradDomain'] as const;
const finishedPasses = z.array(
  z.object({
    counts: counted,
    tensors: z.array(
      z.object({
        ...{ name: z.string(), shape: z.array(z.int()) },
        ...{ tensorAlignment: figure(), conflictRate: figure(), comparedPairs: z.int() },
      }),
    ),
  }),
);

const leftOut = z.array(
  z.object({ set: z.enum(['general', 'domain']), records: z.array(z.int().min(0)), step: z.int().min(0).nullable() }),
);
const written = z.object({ known: z.int().min(0), counts: counted, leftOut, finished: finishedPasses });

/** Sums of the pass that is under way, and statistics of the finished ones, as arrays; all else as figures. */
export const analysisFormat: StateFormat<AnalysisState> = {
  arrays: ({ finished, sums }) => [...sums.arrays, ...finished.flatMap(arraysOf)],
  figures: ({ known, finished, sums: { counts, leftOut } }) => ({ known, counts, leftOut, finished: finished.map(figuresOf) }),
  read: (arrays, figures) => {
    const { known, counts, leftOut, finished } = written.parse(figures);
    return {
      known,
      finished: finished.map((pass, index) => ({
        counts: pass.counts,
        tensors: pass.tensors.map((tensor) => ({ ...tensor, ...take(arrays, index, tensor.name) })),
      })),
      sums: { counts, leftOut, arrays },
    };
  },
};

/** Everything of a pass but its arrays. */
function figuresOf({ counts, tensors }: PassResult) {
  return {
    counts,
    tensors: tensors.map(({ name, shape, tensorAlignment, conflictRate, comparedPairs }) => ({
      ...{ name, shape, tensorAlignment, conflictRate, comparedPairs },
    })),
  };
}

const arrayName = (pass: number, quantity: string, tensor: string): string => `finished/${pass}/${quantity}/${tensor}`;

function arraysOf({ tensors }: PassResult, pass: number): [string, Float32Array][] {
  return tensors.flatMap((tensor) =>
    QUANTITIES.map((quantity): [string, Float32Array] => [arrayName(pass, quantity, tensor.name), tensor[quantity]]),
  );
}

/** The four arrays of a tensor, taken out of all. */
function take(arrays: Map<string, Float32Array>, pass: number, tensor: string) {
  const one = (quantity: (typeof QUANTITIES)[number]): Float32Array => {
    const name = arrayName(pass, quantity, tensor);
    const array = arrays.get(name);
    if (array === undefined) throw new RuntimeError('A checkpoint lacks an array.', name);
    arrays.delete(name);
    return array;
  };
  return {
    ...{ fisherGeneral: one('fisherGeneral'), fisherDomain: one('fisherDomain') },
    ...{ gradGeneral: one('gradGeneral'), gradDomain: one('gradDomain') },
  };
}
