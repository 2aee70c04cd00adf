import type { HostTensor } from '../host-tensor';
import { text } from '../attributes';
import { op, presentInputs } from '../context';
import type { NodeContext, OpFamily } from '../context';
import { invalidNode } from '../interpreter-error';
import { allocate, at, dim, rowMajorStrides } from '../shape';
import { walkRows } from '../walk-rows';

interface Equation {
  readonly operands: readonly string[];
  readonly output: string;
}

/** `ij,jk->ik`; without `->` the output has the letters that occur once, in alphabetical order. */
function parse(context: NodeContext): Equation {
  const equation = text(context.node, 'equation', '').replaceAll(' ', '');
  if (!/^[a-zA-Z,]+(->[a-zA-Z]*)?$/.test(equation)) {
    throw invalidNode(context.node, `Equation "${equation}" is not implemented.`);
  }
  const [left = '', right] = equation.split('->');
  const letters = Array.from(left.replaceAll(',', ''));
  const once = letters.filter((letter) => letters.indexOf(letter) === letters.lastIndexOf(letter));
  return { operands: left.split(','), output: right ?? once.sort().join('') };
}

/** The size of every letter, the output's letters first: the axes of the loop. */
function letterSizes(context: NodeContext, { operands, output }: Equation, inputs: readonly HostTensor[]): Map<string, number> {
  const sizes = new Map(Array.from(output).map((letter) => [letter, Number.NaN]));
  operands.forEach((letters, k) => {
    const shape = inputs[k]?.shape ?? [];
    if (letters.length !== shape.length) throw invalidNode(context.node, `"${letters}" does not name ${shape.length} axes.`);
    Array.from(letters).forEach((letter, axis) => {
      const [known, size] = [sizes.get(letter) ?? Number.NaN, dim(shape, axis)];
      if (known !== size && !Number.isNaN(known)) throw invalidNode(context.node, `"${letter}" is both ${known} and ${size}.`);
      sizes.set(letter, size);
    });
  });
  return sizes;
}

/** A letter moves by the sum of the strides of the axes it names: `ii` walks the diagonal. */
function letterStrides(letters: string, shape: readonly number[], loop: readonly string[]): number[] {
  const strides = rowMajorStrides(shape);
  return loop.map((letter) => Array.from(letters).reduce((sum, each, axis) => sum + (each === letter ? dim(strides, axis) : 0), 0));
}

/** out[output letters] = Σ over the other letters of the product of the operands. */
function einsum(context: NodeContext): HostTensor {
  const equation = parse(context);
  const inputs = presentInputs(context);
  const first = inputs[0];
  if (first === undefined || equation.operands.length !== inputs.length) {
    throw invalidNode(context.node, 'The equation does not have as many operands as the node.');
  }
  const sizes = letterSizes(context, equation, inputs);
  const loop = [...sizes.keys()];
  const out = allocate(
    context,
    first.dataType,
    Array.from(equation.output).map((letter) => sizes.get(letter) ?? Number.NaN),
  );
  const views = inputs.map((each, k) => letterStrides(equation.operands[k] ?? '', each.shape, loop));
  const strides = [letterStrides(equation.output, out.shape, loop), ...views];
  walkRows([...sizes.values()], strides, (_, offsets, length, steps) => {
    for (let n = 0; n < length; n++) {
      let term = 1;
      inputs.forEach((each, k) => (term *= at(each.data, at(offsets, k + 1) + n * at(steps, k + 1))));
      const place = at(offsets, 0) + n * at(steps, 0);
      out.data[place] = at(out.data, place) + term;
    }
  });
  return out;
}

export const einsumOps: OpFamily = [op('Einsum', einsum)];
