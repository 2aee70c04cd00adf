import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Connect, Plugin } from 'vite';

/**
 * The one build of ONNX Runtime that is served: native WebGPU (asyncify), with its wasm provider. Both files lie under
 * `ORT_BASE` in `vite dev`, in vitest's browser mode and in the built site, so that the runtime sets
 * `ort.env.wasm.wasmPaths = '/ort/'` and nothing else.
 */
export const ORT_BASE = '/ort/';
export const ORT_FILES = {
  'ort-wasm-simd-threaded.asyncify.mjs': {
    type: 'text/javascript',
    sha256: '3d1c85995364bb643302fc6fd877a0c3ba5ae72401815e0f24828a53d9191e28',
  },
  'ort-wasm-simd-threaded.asyncify.wasm': {
    type: 'application/wasm',
    sha256: '39f9f0894d478800487ed9f7dbe92618498db320cf55c8e3d89adff8dce658da',
  },
} as const;

const FILE_NAMES = Object.keys(ORT_FILES) as (keyof typeof ORT_FILES)[];

const require = createRequire(import.meta.url);
const pathOf = (name: string): string => require.resolve(`onnxruntime-web/${name}`);

function serve(headers: Readonly<Record<string, string>>): Connect.NextHandleFunction {
  return (request, response, next) => {
    const address = new URL(request.url ?? '/', 'http://localhost');
    const name = address.pathname.startsWith(ORT_BASE) ? address.pathname.slice(ORT_BASE.length) : '';
    if (!Object.hasOwn(ORT_FILES, name)) {
      next();
      return;
    }
    const path = pathOf(name);
    const { type } = ORT_FILES[name as keyof typeof ORT_FILES];
    response.writeHead(200, { ...headers, 'Content-Type': type, 'Content-Length': statSync(path).size });
    createReadStream(path).pipe(response);
  };
}

/** What is shipped is what was looked at, or nothing. */
function checked(name: keyof typeof ORT_FILES): Buffer {
  const source = readFileSync(pathOf(name));
  const sha256 = createHash('sha256').update(source).digest('hex');
  if (sha256 !== ORT_FILES[name].sha256)
    throw new Error(`${name} has the SHA-256 ${sha256}, which is not the one in scripts/vite/ort-files.ts.`);
  return source;
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
      for (const name of FILE_NAMES) {
        this.emitFile({ type: 'asset', fileName: ORT_BASE.slice(1) + name, source: checked(name) });
      }
    },
  };
}
