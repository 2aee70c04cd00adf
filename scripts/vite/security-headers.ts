/** Cross-origin isolation: without it the wasm runtime has one thread. */
export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
} as const;

const policy = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'connect-src': "'self' https://huggingface.co https://*.hf.co",
  'style-src': "'self'",
  'img-src': "'self' data: blob:",
  'object-src': "'none'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': 'default',
};

const asText = (directives: Readonly<Record<string, string>>): string =>
  Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');

/** Headers of the built studio. A host that publishes `dist/` has to send the same ones. */
export const studioHeaders = { ...isolationHeaders, 'Content-Security-Policy': asText(policy) };

/** Headers of `npm run dev`: Vite's client needs an inline script, inline styles and a web socket. Nothing else is looser. */
export const developmentHeaders = {
  ...isolationHeaders,
  'Content-Security-Policy': asText({
    ...policy,
    'script-src': `${policy['script-src']} 'unsafe-inline'`,
    'style-src': `${policy['style-src']} 'unsafe-inline'`,
    'connect-src': `${policy['connect-src']} ws:`,
  }),
};
