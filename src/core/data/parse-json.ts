import { InvalidJsonError } from './errors';
import { findJsonError } from './json-error';

/** `JSON.parse`, with the place of what is wrong. @throws InvalidJsonError */
export function parseJson(fileName: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const error = findJsonError(text);
    const place = error === null ? fileName : `${fileName}, line ${error.line}, column ${error.column}`;
    throw new InvalidJsonError(`Not valid JSON: ${error?.problem ?? 'it cannot be read'}.`, place, { cause });
  }
}
