import { createSHA256 } from 'hash-wasm';
import { fileHashes } from '../checkpoint/work-key';
import { PROGRAM } from '../program';
import type { RecoverInput } from './recover';

/** A hash of everything that the weights of a recovery depend on: a checkpoint of other work is never taken for this one's. */
export async function recoveryKey(input: RecoverInput, device: string): Promise<string> {
  const { model, general, domain, maxLength, prompts, scale, masks, start, settings } = input;
  const hash = await createSHA256();
  hash.init();
  const files = await fileHashes(model);
  const sets = [general.triplets, domain.triplets];
  hash.update(JSON.stringify([PROGRAM, files, sets, maxLength, prompts, scale, settings, device]));
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
