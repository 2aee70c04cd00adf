import { cyclesSuite } from '../support/cycles-suite';

cyclesSuite({ cancelled: 100, sessions: 500 }, ['wasm', 'webgpu'], (line) => console.log(line));
