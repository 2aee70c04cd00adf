import { config } from 'zod';

/**
 * What the security policy asks of scripts, in the page and in its workers alike. Imported before anything else: a module that is
 * evaluated earlier could break the policy already.
 */

declare global {
  /** Trusted Types, where the browser has them. */
  var trustedTypes:
    | {
        createPolicy(
          name: string,
          rules: { readonly createScriptURL: (address: string) => string; readonly createHTML: (html: string) => string },
        ): unknown;
      }
    | undefined;
}

/** Scripts of workers come from this site alone. */
function createScriptURL(address: string): string {
  if (new URL(address, location.href).origin === location.origin) return address;
  throw new TypeError(`A script of another site was refused: ${address}`);
}

/** Text is never HTML. Emptying an element is allowed: react-aria does it to what it reads out. */
function createHTML(html: string): string {
  if (html === '') return html;
  throw new TypeError('Text was refused as HTML.');
}

globalThis.trustedTypes?.createPolicy('default', { createScriptURL, createHTML });

// Zod tries whether it may compile schemas to code, which the policy forbids.
config({ jitless: true });
