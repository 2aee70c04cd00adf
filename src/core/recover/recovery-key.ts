import { createSHA256 } from 'hash-wasm';
import { piecesOf } from '../bytes/byte-source';
import { PROGRAM } from '../program';
import type { RecoverInput } from './recover';

/** A hash of everything that the weights of a recovery depend on: a checkpoint of other work is never taken for this one's. */
export async function recoveryKey(input: RecoverInput, device: string): Promise<string> {
  const { model, general, domain, maxLength, prompts, scale, masks, start, settings } = input;
  const hash = await createSHA256();
  hash.init();
  const files = [...model.folder].map(([path, content]) => [path, content.length]);
  const sets = [general.triplets, domain.triplets];
  hash.update(JSON.stringify([PROGRAM, files, sets, maxLength, prompts, scale, settings, device]));
  for (const [, content] of model.folder) for (const piece of piecesOf(content)) hash.update(piece);
  for (const [name, mask] of masks) {
    hash.update(name);
    hash.update(mask);
  }
  for (const [name, { buffer, byteOffset, byteLength }] of start) {
    hash.update(name);
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest('hex');
}
