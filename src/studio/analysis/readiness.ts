import { useData } from '../stores/data-store';
import { useModel } from '../stores/model-store';
import { text } from '../text';

type Model = Pick<ReturnType<typeof useModel.getState>, 'summary' | 'opening'>;
type Data = Pick<ReturnType<typeof useData.getState>, 'general' | 'domain'>;

function obstacleOf({ summary: model, opening }: Model, { general, domain }: Data): string | null {
  const { obstacles } = text.analysis;
  if (opening || general.opening || domain.opening) return obstacles.opening;
  if (model === null) return obstacles.noModel;
  if (model.refusal !== null) return obstacles.refused;
  if (general.summary === null) return obstacles.noGeneral;
  if (domain.summary === null) return obstacles.noDomain;
  return null;
}

/** Why an analysis cannot start yet, or null. */
export const useObstacle = (): string | null => obstacleOf(useModel(), useData());

/** The same outside of a view. */
export const obstacle = (): string | null => obstacleOf(useModel.getState(), useData.getState());
