import { useData } from '../stores/data-store';
import { useModel } from '../stores/model-store';

/** Why an analysis cannot start yet, or null. */
export function useObstacle(): string | null {
  const model = useModel(({ summary }) => summary);
  const opening = useModel((state) => state.opening);
  const general = useData((state) => state.general);
  const domain = useData((state) => state.domain);
  if (opening || general.opening || domain.opening) return 'Files are being opened.';
  if (model === null) return 'Open a model first.';
  if (model.refusal !== null) return 'This model cannot be analysed: see the model panel.';
  if (general.summary === null) return 'Open a general set first.';
  if (domain.summary === null) return 'Open a domain set first.';
  return null;
}
