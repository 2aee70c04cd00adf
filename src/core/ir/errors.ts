import { GapruneError } from '../errors';

/** A node of a static graph whose inputs do not fit its operator. `place` names the node. */
export class GraphShapeError extends GapruneError {
  readonly code = 'GRAPH_SHAPE';
}
