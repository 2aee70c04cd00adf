import { downloadFile } from './download';
import type { Hub } from './hub';
import type { HubListing } from './list';
import type { PartStore } from './part-store';
import type { HubVariant } from './variants';

/** A file of a model, by its path under the model's name. */
export interface FetchedFile {
  readonly name: string;
  readonly content: Blob;
}

/** Fetch all files of one of a model's ONNX files, one after another. @throws what downloadFile throws */
export async function downloadVariant(
  hub: Hub,
  listing: HubListing,
  { files }: HubVariant,
  store: PartStore,
  onBytes: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<FetchedFile[]> {
  const root = listing.reference.repository.split('/').at(-1) ?? '';
  const fetched: FetchedFile[] = [];
  let before = 0;
  for (const file of files) {
    const content = await downloadFile(hub, listing, file, store, (bytes) => onBytes(before + bytes), signal);
    before += file.bytes;
    fetched.push({ name: `${root}/${file.path}`, content });
  }
  return fetched;
}
