import type { DropItem } from 'react-aria-components';
import type { NamedFile } from '../../core/engine/types';

/** Files of a file dialog. A folder's files carry their path inside it. */
export function fromDialog(files: FileList | null): NamedFile[] {
  return Array.from(files ?? [], (file) => ({
    name: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath,
    content: file,
  }));
}

async function readItem(item: DropItem, folder: string): Promise<NamedFile[]> {
  if (item.kind === 'file') return [{ name: folder + item.name, content: await item.getFile() }];
  if (item.kind === 'text') return [];
  const found: NamedFile[] = [];
  for await (const entry of item.getEntries()) found.push(...(await readItem(entry, `${folder}${item.name}/`)));
  return found;
}

/** Files of a drop on one of the zones, folders included. */
export async function fromZone(items: readonly DropItem[]): Promise<NamedFile[]> {
  return (await Promise.all(items.map((item) => readItem(item, '')))).flat();
}

async function readEntry(entry: FileSystemEntry, folder: string): Promise<NamedFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ name: folder + entry.name, content: file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: NamedFile[] = [];
  // A reader hands out its entries in portions, and an empty one at the end.
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (portion.length === 0) return found;
    for (const inner of portion) found.push(...(await readEntry(inner, `${folder}${entry.name}/`)));
  }
}

/** Files of a drop on the window. The transfer is empty after the event: entries are taken before the first await. */
export async function fromTransfer(transfer: DataTransfer): Promise<NamedFile[]> {
  const taken = Array.from(transfer.items, (item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const read = taken.map(async ({ entry, file }): Promise<NamedFile[]> => {
    if (entry?.isDirectory === true) return readEntry(entry, '');
    return file === null ? [] : [{ name: file.name, content: file }];
  });
  return (await Promise.all(read)).flat();
}
