import { cyclesSuite } from '../support/cycles-suite';

// More of them, and on WebGPU, which is slow in software: tests/faults/cycles.gpu.test.ts.
cyclesSuite({ cancelled: 5, sessions: 5 }, ['wasm']);
