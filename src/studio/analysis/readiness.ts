import { useData } from '../stores/data-store';
import { useModel } from '../stores/model-store';
import { text } from '../text';

/** Why an analysis cannot start yet, or null. */
export function useObstacle(): string | null {
  const { obstacles } = text.analysis;
  const model = useModel(({ summary }) => summary);
  const opening = useModel((state) => state.opening);
  const general = useData((state) => state.general);
  const domain = useData((state) => state.domain);
  if (opening || general.opening || domain.opening) return obstacles.opening;
  if (model === null) return obstacles.noModel;
  if (model.refusal !== null) return obstacles.refused;
  if (general.summary === null) return obstacles.noGeneral;
  if (domain.summary === null) return obstacles.noDomain;
  return null;
}
