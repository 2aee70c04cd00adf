import type { Figure } from './figure';
import { accumulation } from './figures/accumulation';
import { backward } from './figures/backward';
import { copyKernel } from './figures/copy-kernel';
import { fused } from './figures/fused';
import { mainThread } from './figures/main-thread';
import { placement } from './figures/placement';
import { products } from './figures/products';
import { pytorch } from './figures/pytorch';
import { rivals } from './figures/rivals';
import { scoring } from './figures/scoring';
import { slider } from './figures/slider';
import { threshold } from './figures/threshold';
import { traffic } from './figures/traffic';

/** Every figure, in the order of the table: what is counted first, then what is timed. */
export const FIGURES: readonly Figure[] = [
  placement,
  traffic,
  products,
  backward,
  fused,
  rivals,
  pytorch,
  copyKernel,
  threshold,
  slider,
  scoring,
  accumulation,
  mainThread,
];
