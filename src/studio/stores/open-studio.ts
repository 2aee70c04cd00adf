import { showProgressInTab } from '../frame/tab-progress';
import { followAddress } from '../url-state/view-store';
import { useData } from './data-store';
import { useDevice } from './device-store';
import { inspectWhatOpens } from './inspection-store';
import { useModel } from './model-store';
import { useUnfinished } from './unfinished-store';
import { wireStores } from './wiring';

/** What happens when the page opens: the stores are wired, and the built-in model and data are opened. */
export function openStudio(): () => void {
  const undo = [wireStores(), inspectWhatOpens(), followAddress(), showProgressInTab()];
  void useDevice.getState().probe();
  void useModel.getState().openBuiltIn();
  void useData.getState().openBuiltIn('general');
  void useData.getState().openBuiltIn('domain');
  void useUnfinished.getState().look();
  return () => undo.forEach((stop) => stop());
}
