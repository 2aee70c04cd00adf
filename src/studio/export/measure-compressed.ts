import { bytes, type Bytes } from '../../core/units';

/** Size of a blob after gzip, without keeping the result. */
export async function measureCompressed(blob: Blob): Promise<Bytes> {
  const reader = blob.stream().pipeThrough(new CompressionStream('gzip')).getReader();
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytes(size);
    size += value.byteLength;
  }
}
