import type { Download } from '../core/engine/types';

/** Hands a file to the browser's downloads. */
export function download({ fileName, content }: Download): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = fileName;
  link.click();
  // The download has taken its own hold of the blob by the next task.
  setTimeout(() => URL.revokeObjectURL(link.href));
}
