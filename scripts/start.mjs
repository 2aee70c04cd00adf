/** `npm start`: installs what is missing, builds the studio and serves it on this machine. */
import { ensureDependencies, root } from './setup.mjs';

ensureDependencies();

const { build, preview } = await import('vite');
await build({ root, logLevel: 'warn' });
const server = await preview({ root, logLevel: 'warn', preview: { port: 4173, strictPort: false } });

const address = server.resolvedUrls?.local[0] ?? 'http://localhost:4173/';
console.log(`\n  GAPrune Studio is running: ${address}\n  Stop it with Ctrl+C.\n`);
