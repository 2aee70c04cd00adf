/**
 * One size, in a process of its own so that memory is its own: prints the milliseconds of an analysis on wasm and the process's most
 * bytes as JSON. Arguments: width, layers, records of each set, max length.
 */
import { fileURLToPath } from 'node:url';
import { analyze } from '../../src/core/analysis/analyze';
import { createNodeDevice } from '../../src/core/runtime/node';
import { sizeOf } from '../../src/core/tensor';
import { shortAnalysis } from '../bench/short-analysis';
import { madeUpModel } from './made-up-model';

const [width = 0, layers = 0, records = 0, maxLength = 0] = process.argv.slice(2).map(Number);
const model = madeUpModel(fileURLToPath(new URL('../../', import.meta.url)), { width, layers });
const device = await createNodeDevice('wasm');
const start = performance.now();
await analyze(device, shortAnalysis(model, records, { maxLength, batchSize: 4 }), { now: () => performance.now() });
const ms = performance.now() - start;
const weights = model.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
process.stdout.write(JSON.stringify({ weights, ms, bytes: 1024 * process.resourceUsage().maxRSS }));
process.exit();
