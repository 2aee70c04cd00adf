import { dataPaths } from '../model/model-folder';
import { downloadFile } from './download';
import type { Hub } from './hub';
import type { HubFile, HubListing } from './list';
import type { PartStore } from './part-store';
import type { HubVariant } from './variants';

/** A file of a model, by its path under the model's name. */
export interface FetchedFile {
  readonly name: string;
  readonly content: Blob;
}

/**
 * Fetch all files of one of a model's ONNX files, one after another; and, of the files beside it, those that it names as its data and that are not
 * known by their own names.
 * @throws what downloadFile throws
 */
export async function downloadVariant(
  hub: Hub,
  listing: HubListing,
  { path, files }: HubVariant,
  store: PartStore,
  onBytes: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<FetchedFile[]> {
  const root = listing.reference.repository.split('/').at(-1) ?? '';
  const fetched: FetchedFile[] = [];
  let before = 0;
  const fetch = async (file: HubFile): Promise<Blob> => {
    const content = await downloadFile(hub, listing, file, store, (bytes) => onBytes(before + bytes), signal);
    before += file.bytes;
    fetched.push({ name: `${root}/${file.path}`, content });
    return content;
  };
  for (const file of files) {
    const content = await fetch(file);
    if (file.path !== path) continue;
    const named = dataPaths([[path, new Uint8Array(await content.arrayBuffer())]]);
    for (const data of listing.files) if (named.has(data.path) && !files.includes(data)) await fetch(data);
  }
  return fetched;
}
