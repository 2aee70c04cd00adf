import { InvalidDataError } from '../errors';
import type { FieldMapping } from '../field-mapping';
import { addLine, inspectTriplets } from '../read-triplets';
import { type InspectedTriplets, TripletCollector } from '../triplet-collector';
import type { DataFile, DataFormat } from './data-format';
import { EXTENSIONS } from './extensions';
import { decodeText, encodingOf, firstCharacter, notText } from './decode-text';

/** JSON Lines above this size are read in pieces. Below, a file that turns out to be one record over several lines is read too. */
const IN_PIECES = 2 ** 24;
/** One line may be so long. */
const MAX_LINE = 2 ** 25;

export const json: DataFormat = {
  label: 'JSON, JSON Lines',
  help: 'A JSON array of records, or one record per line. JSON Lines are read in pieces, so that files of any size can be given.',
  extensions: EXTENSIONS.json,
  recognises: (start) => '{['.includes(firstCharacter(start) || ' '),
  read: async (file, mapping) => {
    const start = new Uint8Array(await file.content.slice(0, 4096).arrayBuffer());
    const large = file.content.size > IN_PIECES && firstCharacter(start) === '{';
    return large ? readInPieces(file, encodingOf(start), mapping) : inspectTriplets(file.name, await decodeText(file), mapping);
  },
};

async function readInPieces(file: DataFile, encoding: string, mapping: FieldMapping | null): Promise<InspectedTriplets> {
  const collector = new TripletCollector(file.name, mapping);
  for await (const line of linesOf(file, encoding)) addLine(collector, line);
  return collector.finish();
}

/** The lines of a file, without holding more than one piece and one line of it. */
async function* linesOf({ name, content }: DataFile, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const reader = content.stream().getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + decode(decoder, value, name)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > MAX_LINE) throw new InvalidDataError('A line is longer than 32 million characters.', name);
    if (done) break;
  }
  yield rest;
}

/** The next characters; the last ones when there are no more bytes. */
function decode(decoder: TextDecoder, bytes: Uint8Array | undefined, name: string): string {
  try {
    return decoder.decode(bytes, { stream: bytes !== undefined });
  } catch {
    throw notText(name);
  }
}
