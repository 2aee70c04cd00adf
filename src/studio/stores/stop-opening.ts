import { useData } from './data-store';
import { useModel } from './model-store';

/** Before everything that is open is replaced at once: what is still on its way must not come after it. */
export function stopOpening(): void {
  useModel.getState().stop();
  useData.getState().stop('general');
  useData.getState().stop('domain');
}
