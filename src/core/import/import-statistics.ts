import { gradientProduct, tensorAlignment } from '../gaprune/alignment';
import type { TensorStatistics } from '../gaprune/statistics';
import type { Parameter } from '../model/parameter';
import { sizeOf } from '../tensor';
import { InvalidStatisticsError } from './errors';
import type { GivenArray } from './given-array';
import type { GivenStatistics } from './given-statistics';

/** Modules that wrap the bare AutoModel in a program that measured a larger one. */
const WRAPPER = /^(model|auto_model|base_model|bert|roberta|0)\./;

/**
 * Statistics of a model's weights, from what another program measured. Weights that it did not measure are left out, and what it measured
 * besides is ignored; without gradients the alignment is the tensor's, 0 where that is not told either.
 *
 * @throws InvalidStatisticsError for another shape, for Fisher information of one set alone, for numbers that are not finite or negative
 *   Fisher information, and when no name is one of the model's
 */
export function importStatistics(parameters: readonly Parameter[], given: GivenStatistics): TensorStatistics[] {
  const tensors = parameters.flatMap((parameter) => {
    const find = (arrays: ReadonlyMap<string, GivenArray>, what: string): Float32Array | null => checkedArray(arrays, parameter, what);
    const [fisherGeneral, fisherDomain] = [find(given.fisherGeneral, 'fisher_general'), find(given.fisherDomain, 'fisher_domain')];
    if (fisherGeneral === null && fisherDomain === null) return [];
    if (fisherGeneral === null || fisherDomain === null) {
      throw new InvalidStatisticsError('Fisher information is there for one of the two sets alone.', `weight ${parameter.name}`);
    }
    const none = (): Float32Array => new Float32Array(fisherGeneral.length);
    const gradGeneral = find(given.gradGeneral, 'grad_general') ?? none();
    const gradDomain = find(given.gradDomain, 'grad_domain') ?? none();
    const told = valueOf(given.alignment, parameter.name);
    return [
      {
        name: parameter.name,
        shape: parameter.shape,
        ...{ fisherGeneral, fisherDomain, gradGeneral, gradDomain },
        tensorAlignment: told ?? tensorAlignment(gradientProduct(gradGeneral, gradDomain)),
        conflictRate: valueOf(given.conflictRates, parameter.name) ?? 0,
      },
    ];
  });
  if (tensors.length > 0) return tensors;
  const [theirs = 'none', ours = 'none'] = [[...given.fisherGeneral.keys()][0], parameters[0]?.name];
  throw new InvalidStatisticsError(`No name is one of the model's weights: theirs are such as ${theirs}, the model's such as ${ours}.`);
}

/** What stands under a weight's name, or under that name inside modules that wrap the model. */
function valueOf<T>(values: ReadonlyMap<string, T>, name: string): T | undefined {
  return values.get(name) ?? [...values].find(([theirs]) => stripped(theirs) === name)?.[1];
}

function stripped(name: string): string {
  const rest = name.replace(WRAPPER, '');
  return rest === name ? name : stripped(rest);
}

function checkedArray(arrays: ReadonlyMap<string, GivenArray>, { name, shape }: Parameter, what: string): Float32Array | null {
  const array = valueOf(arrays, name);
  if (array === undefined) return null;
  const place = `${what}/${name}`;
  if (array.shape.join() !== shape.join() || array.values.length !== sizeOf(shape)) {
    throw new InvalidStatisticsError(`The array has the shape [${array.shape.join(', ')}], the weight has [${shape.join(', ')}].`, place);
  }
  const lowest = what.startsWith('fisher') ? 0 : -Infinity;
  const wrong = array.values.findIndex((value) => !(value >= lowest && Number.isFinite(value)));
  if (wrong < 0) return array.values;
  throw new InvalidStatisticsError(`Element ${wrong} is ${array.values[wrong]}: not finite, or negative Fisher information.`, place);
}
