import type { ByteSource } from '../bytes/byte-source';
import { OnnxFormatError } from './errors';
import { readEntry } from './read-tensor';
import { Wire } from './wire';

/** Graphs inside graphs; more than any exporter writes. */
const MAX_DEPTH = 16;

/**
 * Names of the data files that an ONNX file asks for, as it writes them. Tensors are passed over, so this takes no time in large files. Of a damaged
 * file, those that stand before the damage: what is wrong with it is for the reader to say.
 */
export function dataNamesIn(file: ByteSource): ReadonlySet<string> {
  const names = new Set<string>();
  try {
    const model = new Wire(file);
    eachMessage(model, { 7: (graph) => graphNames(graph, names, 0) });
  } catch (error) {
    if (!(error instanceof OnnxFormatError)) throw error;
  }
  return names;
}

function graphNames(graph: Wire, names: Set<string>, depth: number): void {
  if (depth > MAX_DEPTH) return;
  const tensor = (wire: Wire): void => tensorNames(wire, names);
  const inner = (wire: Wire): void => graphNames(wire, names, depth + 1);
  const attribute = (wire: Wire): void => eachMessage(wire, { 5: tensor, 6: inner, 10: tensor, 11: inner });
  eachMessage(graph, { 1: (node) => eachMessage(node, { 5: attribute }), 5: tensor });
}

function tensorNames(tensor: Wire, names: Set<string>): void {
  eachMessage(tensor, {
    13: (wire) => {
      const entry = new Map<string, string>();
      readEntry(wire, entry);
      const location = entry.get('location');
      if (location !== undefined) names.add(location);
    },
  });
}

/** Hand the sub-messages of some fields on, and pass the others over. */
function eachMessage(wire: Wire, readers: Readonly<Record<number, (message: Wire) => void>>): void {
  while (wire.next()) {
    const read = readers[wire.field];
    if (read === undefined || !wire.delimited) wire.skip();
    else read(wire.message());
  }
}
