import { InvalidDataError } from '../errors';
import type { DataFile } from './data-format';

/** Text is read whole up to here; longer files must be of a kind that is read in pieces. */
export const WHOLE_TEXT_BYTES = 2 ** 28;

/** The encoding that a byte order mark names; UTF-8 without one. */
export function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-8';
}

/** The text of a whole file, without its byte order mark. @throws InvalidDataError when it is too large, or no text */
export async function decodeText({ name, content }: DataFile): Promise<string> {
  if (content.size > WHOLE_TEXT_BYTES) {
    const size = Math.round(content.size / 2 ** 20);
    throw new InvalidDataError(`A file of this kind is read whole, and ${size} MiB are too many: give it as JSON Lines or Parquet.`, name);
  }
  const text = decoded(new Uint8Array(await content.arrayBuffer()), name);
  if (text.includes('\u0000')) {
    throw new InvalidDataError(
      'The file holds zero bytes: it is no text, or in UTF-16 or UTF-32 without saying so. Save it as UTF-8.',
      name,
    );
  }
  return text;
}

function decoded(bytes: Uint8Array<ArrayBuffer>, name: string): string {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw notText(name);
  }
}

export function notText(name: string): InvalidDataError {
  return new InvalidDataError('The file is not text in UTF-8 or UTF-16. Save it as UTF-8.', name);
}

/** The first character that is not white space, as far as these bytes go; empty when there is none. */
export function firstCharacter(start: Uint8Array): string {
  return new TextDecoder(encodingOf(start)).decode(start).trimStart().charAt(0);
}
