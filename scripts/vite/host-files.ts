import type { Plugin } from 'vite';

type Headers = Readonly<Record<string, string>>;

/** `_headers` of Netlify and Cloudflare Pages. */
export const underscoreHeaders = (headers: Headers): string =>
  ['/*', ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`), ''].join('\n');

/** `vercel.json` of Vercel. */
export function vercelConfiguration(headers: Headers): string {
  const list = Object.entries(headers).map(([key, value]) => ({ key, value }));
  return `${JSON.stringify({ headers: [{ source: '/(.*)', headers: list }] }, null, 2)}\n`;
}

/** Lines for nginx, as the guide shows them. */
export const nginxLines = (headers: Headers): string =>
  Object.entries(headers)
    .map(([name, value]) => `add_header ${name} "${value}" always;`)
    .join('\n');

/** Puts the header files of common static hosts into the build, so that `dist/` can be published as it is. */
export function hostFiles(headers: Headers): Plugin {
  return {
    name: 'host-files',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: underscoreHeaders(headers) });
      this.emitFile({ type: 'asset', fileName: 'vercel.json', source: vercelConfiguration(headers) });
    },
  };
}
