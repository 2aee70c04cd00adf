import { zipBlob } from '../archive/write-zip';
import type { PrunedExport } from '../export/export-pruned';
import type { Download } from './types';

/** One file to download: the ONNX file itself where it is alone, an archive otherwise. */
export async function asDownload(name: string, { files, onnxPath }: Pick<PrunedExport, 'files' | 'onnxPath'>): Promise<Download> {
  const alone = files.size === 1 ? files.get(onnxPath) : undefined;
  if (alone instanceof Uint8Array) return { fileName: `${name}.onnx`, content: new Blob([alone.slice()]) };
  return { fileName: `${name}.zip`, content: await zipBlob([...files].map(([path, content]) => ({ name: path, content }))) };
}
