import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Connect, Plugin } from 'vite';

/**
 * The one build of ONNX Runtime that is served: native WebGPU (asyncify), with its wasm provider. Both files lie under
 * `ORT_BASE` in `vite dev`, in vitest's browser mode and in the built site, so that the runtime sets
 * `ort.env.wasm.wasmPaths = '/ort/'` and nothing else.
 */
export const ORT_BASE = '/ort/';
const files = {
  'ort-wasm-simd-threaded.asyncify.mjs': 'text/javascript',
  'ort-wasm-simd-threaded.asyncify.wasm': 'application/wasm',
} as const;

const require = createRequire(import.meta.url);
const pathOf = (name: string): string => require.resolve(`onnxruntime-web/${name}`);

function serve(headers: Readonly<Record<string, string>>): Connect.NextHandleFunction {
  return (request, response, next) => {
    const address = new URL(request.url ?? '/', 'http://localhost');
    const name = address.pathname.startsWith(ORT_BASE) ? address.pathname.slice(ORT_BASE.length) : '';
    if (!Object.hasOwn(files, name)) {
      next();
      return;
    }
    const path = pathOf(name);
    const type = files[name as keyof typeof files];
    response.writeHead(200, { ...headers, 'Content-Type': type, 'Content-Length': statSync(path).size });
    createReadStream(path).pipe(response);
  };
}

/** Serves ONNX Runtime's files in development and emits them, unhashed, into the build. */
export function ortFiles(headers: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'ort-files',
    configureServer(server) {
      server.middlewares.use(serve(headers));
    },
    generateBundle() {
      // A worker has a bundle of its own, with its own plugins: this one belongs to the page's.
      for (const name of Object.keys(files)) {
        this.emitFile({ type: 'asset', fileName: ORT_BASE.slice(1) + name, source: readFileSync(pathOf(name)) });
      }
    },
  };
}
