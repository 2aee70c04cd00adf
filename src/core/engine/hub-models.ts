import { downloadVariant } from '../hub/download-variant';
import { HUB_ORIGIN, type Hub } from '../hub/hub';
import { type HubListing, listFiles } from '../hub/list';
import { PrivateParts } from '../hub/private-parts';
import { parseReference } from '../hub/reference';
import { type HubVariant, variantsOf } from '../hub/variants';
import { type Bytes, bytes } from '../units';
import { EngineStateError } from './errors';
import type { HubEngine, HubFound } from './hub-types';
import type { NamedFile } from './types';

/** One tab at a time writes what is kept of the hub. */
const LOCK = 'gaprune-hub';

/** The hub as the worker asks it. */
export class HubModels implements HubEngine {
  private readonly store = new PrivateParts();
  private found: { readonly listing: HubListing; readonly variants: readonly HubVariant[] } | null = null;
  private running = new AbortController();

  async findOnHub(text: string, token: string | null): Promise<HubFound> {
    const reference = parseReference(text);
    const { signal } = this.begin();
    const listing = await listFiles(hubWith(token), reference, signal);
    const variants = variantsOf(listing);
    this.found = { listing, variants };
    return {
      repository: reference.repository,
      commit: listing.commit,
      variants: variants.map((variant) => ({ path: variant.path, precision: variant.precision, bytes: bytes(variant.bytes) })),
    };
  }

  async fetchFromHub(path: string, token: string | null, onBytes: (bytes: Bytes) => void): Promise<readonly NamedFile[]> {
    const variant = this.found?.variants.find((each) => each.path === path);
    if (this.found === null || variant === undefined) throw new EngineStateError('Look for a model on the hub first.');
    const { listing } = this.found;
    const { signal } = this.begin();
    return navigator.locks.request(LOCK, { signal }, () =>
      downloadVariant(hubWith(token), listing, variant, this.store, (there) => onBytes(bytes(there)), signal),
    );
  }

  cancelHub(): Promise<void> {
    this.running.abort();
    return Promise.resolve();
  }

  async hubBytes(): Promise<Bytes> {
    return bytes(await this.store.total());
  }

  removeHubFiles(): Promise<void> {
    return navigator.locks.request(LOCK, () => this.store.removeAll());
  }

  /** A newer request ends an older one. */
  private begin(): AbortController {
    this.running.abort();
    return (this.running = new AbortController());
  }
}

function hubWith(token: string | null): Hub {
  return { origin: HUB_ORIGIN, fetch: (address, options) => fetch(address, options), token };
}
