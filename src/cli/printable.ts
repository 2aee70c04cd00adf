/** Characters that steer a terminal or turn the direction of a line, as names in a stranger's files may have them; lines and tabs are none. */
const STEERING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text that a terminal shows and does nothing else with: what would steer it is written as its number. */
export function printable(text: string): string {
  return text.replace(STEERING, (character) =>
    character === '\n' || character === '\t' ? character : `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`,
  );
}
