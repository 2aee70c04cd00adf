/** The start of a text, at least `length` long, cut where a word ends before white space; the whole text when there is no such place. */
export function prefixOf(text: string, length: number): string {
  const wordEnd = /\S(?=\s)/g;
  wordEnd.lastIndex = length;
  const found = wordEnd.exec(text);
  return found === null ? text : text.slice(0, found.index + 1);
}
