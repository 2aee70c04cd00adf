import { useEffect, useState } from 'react';
import { type QuantityName } from '../../core/tiles/quantities';
import { engine } from '../engine';
import { usePrune } from '../stores/prune-store';
import { useTensor } from '../stores/tensor-store';
import type { PartValues } from './combine';
import type { Part } from './parts';

/**
 * The mean of a quantity and the share pruned of every part, by weight. Asked for weight by weight, so that a picture fills as it is
 * worked out; asked again when the settings change, what is there stays until then.
 */
export function usePartValues(parts: readonly Part[], quantity: QuantityName): ReadonlyMap<string, PartValues> {
  const scoring = usePrune((state) => state.scoring);
  const mask = usePrune((state) => state.mask);
  const [values, setValues] = useState<ReadonlyMap<string, PartValues>>(new Map());
  useEffect(() => {
    let isCurrent = true;
    const ask = async (): Promise<void> => {
      for (const { name, grid, units } of parts) {
        const question = { name, quantity, grid, scoring, mask, aggregations: ['mean', 'pruned'] as const };
        const cells = await engine().tensorCells(question);
        // Another effect has taken over.
        if (!isCurrent) return;
        const none = (): Float32Array => new Float32Array(units).fill(NaN);
        setValues((before) => new Map(before).set(name, { values: cells?.[0] ?? none(), pruned: cells?.[1] ?? none() }));
      }
    };
    ask().catch((error: unknown) => {
      if (isCurrent) useTensor.getState().fail(error);
    });
    return () => {
      isCurrent = false;
    };
  }, [parts, quantity, scoring, mask]);
  return values;
}
