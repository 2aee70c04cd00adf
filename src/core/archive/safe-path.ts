import { GapruneError } from '../errors';

/** A name would leave the folder the archive is unpacked in, or is taken; the place is the name. */
export class UnsafeNameError extends GapruneError {
  readonly code = 'UNSAFE_NAME';
}

/**
 * Refuse names of an archive's files that are no relative path inside it, or that occur twice.
 * @throws UnsafeNameError
 */
export function checkNames(names: Iterable<string>): void {
  const seen = new Set<string>();
  for (const name of names) {
    const unsafe =
      name === '' || /[\\:\u0000-\u001f]/.test(name) || name.split('/').some((part) => part === '' || part === '.' || part === '..');
    if (unsafe) throw new UnsafeNameError('A file of an archive must have a relative path inside it.', name);
    if (seen.has(name)) throw new UnsafeNameError('Two files of an archive cannot share a name.', name);
    seen.add(name);
  }
}
