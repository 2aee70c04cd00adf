/**
 * `node --max-old-space-size=300 --import tsx tools/measure/large-file.ts [gigabytes]`: writes a file of JSON Lines in a temporary folder, reads it
 * as a data set, and tells the time and the largest JavaScript heap.
 */
import { createWriteStream, mkdtempSync, openAsBlob, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { inspectData } from '../../src/core/data/formats';

const [gigabytes = 2] = process.argv.slice(2).map(Number);
const LINES = 1000;

/** A thousand records, of about one kilobyte each, as often as it takes. */
function* pieces(): Generator<string> {
  for (let size = 0, piece = 0; size < gigabytes * 1e9; piece++) {
    const lines = Array.from({ length: LINES }, (_, i) => {
      const record = piece * LINES + i;
      return `${JSON.stringify({ query: `question ${record}`, positive: `answer ${record} `.repeat(30), negative: `other ${record} `.repeat(35) })}\n`;
    });
    const text = lines.join('');
    size += text.length;
    yield text;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'gaprune-large-'));
const path = join(folder, 'large.jsonl');
let heap = 0;
const watch = setInterval(() => (heap = Math.max(heap, process.memoryUsage().heapUsed)), 20);
try {
  await pipeline(Readable.from(pieces()), createWriteStream(path));
  const content = await openAsBlob(path);
  heap = 0;
  const start = performance.now();
  const { records, set, notKept, badRecords } = await inspectData({ name: path, content });
  const seconds = (performance.now() - start) / 1000;
  process.stdout.write(
    `${(content.size / 1e9).toFixed(2)} GB, ${records} records in ${seconds.toFixed(0)} s: ${set.triplets.length} kept, ${notKept} not, ${badRecords} bad; ` +
      `heap at most ${(heap / 2 ** 20).toFixed(0)} MiB\n`,
  );
} finally {
  clearInterval(watch);
  rmSync(folder, { recursive: true });
}
