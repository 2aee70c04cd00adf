import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { RULES } from '../src/core/autodiff/registry';
import type { OpName } from '../src/core/ir/ops';
import { registry } from '../src/core/interpreter/registry';
import { DECOMPOSITIONS } from '../src/core/model/decompose/operators';
import { EXPORTS, FAMILIES, REFUSED } from '../tests/support/families';
import { familyTable } from '../tests/support/family-table';
import { LOWERINGS } from '../src/core/specialize/lowerings';

/** Where the page lies. */
export const OPERATORS_PAGE = new URL('../docs/OPERATORS.md', import.meta.url);

/** What a lowering takes, where that is less than all ONNX allows. */
const LIMITS: Readonly<Record<string, string>> = {
  Cast: 'to a floating-point type',
  Dropout: 'the identity, as in inference',
  Expand: 'the shape does not depend on the data',
  Gather: 'rows of a weight by any indices; of an activation, at most 64 fixed positions',
  IsNaN: 'never true; only as the condition of a `Where`',
  LayerNormalization: 'first output only',
  MatMul: 'two or more dimensions on both sides',
  Pad: 'with zeros, by fixed amounts that are not negative',
  Reshape: 'the shape does not depend on the data',
  Slice: 'fixed bounds, steps of 1 or more',
  Split: 'fixed sizes',
  Tile: 'fixed repeats, at most 1024 along an axis',
};

/** The text of docs/OPERATORS.md, formatted. */
export async function operatorsPage(): Promise<string> {
  const unknown = Object.keys(LIMITS).filter((name) => !LOWERINGS.has(name));
  if (unknown.length > 0) throw new Error(`LIMITS names operators that have no lowering: ${unknown.join(', ')}.`);
  const path = fileURLToPath(OPERATORS_PAGE);
  return format(page(), { ...(await resolveConfig(path)), parser: 'markdown' });
}

function page(): string {
  const lowered = [...LOWERINGS.keys()].sort();
  const statics = (Object.keys(RULES) as OpName[]).sort();
  const host = [...registry.keys()].sort();
  const decomposed = [...DECOMPOSITIONS.keys()]
    .map((key) => key.split(':'))
    .sort(([a = '', b = ''], [c = '', d = '']) => a.localeCompare(c) || b.localeCompare(d));
  return `# Operators

Written by \`npm run docs:operators\` from the program's own tables. Do not edit it by hand: a test fails when it is out of date.

An operator that is not listed here is refused by name where it takes part in the output.

## Written in others

Before the analysis, these are written in operators of the next section (\`src/core/model/decompose/\`), each compared with
ONNX Runtime's own. The file keeps them. Caches of keys and values (\`past_key_values.*\`) are fed empty.

${table(
  ['operator', 'domain'],
  decomposed.map(([domain, name]) => [`\`${name}\``, domain === '' ? 'standard' : `\`${domain}\``]),
)}

Operators with quantised weights (\`MatMulNBits\`, \`QLinearMatMul\`, \`DequantizeLinear\` and their kind) cannot be pruned: such a model
can be looked at, and is refused by name when it is to be analysed.

## Between weights and output

An operator that takes a weight, or anything computed from one, is written in the operators of the static graph below. ${lowered.length} ONNX
operators are. A model with another one there is refused before any work. \`gaprune inspect MODEL\` and the studio's model panel show the
state of each operator of a model.

${table(
  ['ONNX operator', 'limits'],
  lowered.map((name) => [`\`${name}\``, LIMITS[name] ?? '']),
)}

\`Shape\` and \`Size\` of such a value are known numbers, and go to the host.

## Static graph

What a model is once every shape is known: ${statics.length} operators. Each has a state.

- _rule_: the operator has a derivative (\`src/core/autodiff/rules/\`).
- _rows_: the gradient of a table that rows are looked up in. It is kept as rows and their indices.
- _no gradient_: nothing flows back, and that is right.

${table(
  ['operator', 'state', 'gradients'],
  statics.map((name) => [`\`${name}\``, ...describe(name)]),
)}

## On the host

What depends on shapes, token ids and the attention mask alone is computed in TypeScript: position ids, attention masks, shapes. The
host's interpreter evaluates ${host.length} operators. Tests use it as the oracle, in float64.

${host.map((name) => `\`${name}\``).join(', ')}

## Architectures

Tiny models with random weights, made by \`tools/make-tiny-models.py\`. Tests compare embeddings, loss and the gradient of every weight
with PyTorch's in float64: all of them with \`npm run test:faults\`, and every third one of each architecture with \`npm test\`. _works_: they agree, norm-wise to 5e-5. _refused_: refused by name before any work. A number: the export is
not there, for the reason below.

${EXPORTS.map(([name, label]) => `- \`${name}\`: ${label}`).join('\n')}

O1 to O4 are the levels of Optimum, made with ONNX Runtime's own optimiser from TorchScript's opset 14.

${architectures()}

Besides these, \`tests/golden\` compares whole analyses of BERT (both exporters), DistilBERT, Qwen3 (both exporters, and ONNX Runtime GenAI's builder)
and all-MiniLM-L6-v2 in float16.
`;
}

function describe(name: OpName): readonly [string, string] {
  const state = RULES[name];
  switch (state.state) {
    case 'noGradient':
      return ['no gradient', state.reason];
    case 'rows':
      return ['rows', 'the table; the indices have none'];
    case 'rule':
      return ['rule', typeof state.inputs === 'function' ? 'every input' : inputNames(state.inputs)];
  }
}

function inputNames(inputs: readonly (object | null)[]): string {
  if (inputs.every((input) => input !== null)) return inputs.length === 1 ? 'its input' : `its ${inputs.length} inputs`;
  const moved = inputs.flatMap((input, index) => (input === null ? [] : [index + 1]));
  return `input ${moved.join(' and ')} of ${inputs.length}`;
}

/** What the tests see of every export under tests/fixtures/families. */
function architectures(): string {
  const outcome = (family: string): string => (REFUSED.has(family) ? 'refused' : 'works');
  const cells = (family: string) => new Map(EXPORTS.map(([name]) => [name, outcome(family)]));
  const { head, rows, reasons } = familyTable(new Map(FAMILIES.map((family) => [family, cells(family)])));
  const refused = [...REFUSED].map(([family, operator]) => `${family} is refused: \`${operator}\` has no rule.`);
  const numbered = reasons.map((reason, index) => `${index + 1}. \`${reason.replaceAll('`', "'")}\``);
  return [table(head, rows), refused.join('\n'), numbered.join('\n')].join('\n\n');
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
