import type { HubVariant } from '../hub/variants';
import type { Bytes } from '../units';
import type { NamedFile } from './types';

/** A model of the hub that was found, and its ONNX files. */
export interface HubFound {
  readonly repository: string;
  readonly commit: string;
  readonly variants: readonly (Pick<HubVariant, 'path' | 'precision'> & { readonly bytes: Bytes })[];
}

/** Models of the Hugging Face hub. Nothing is asked for but by these calls. */
export interface HubEngine {
  /** @param token for private models; it is sent to the hub and not kept */
  findOnHub(reference: string, token: string | null): Promise<HubFound>;
  /** Fetch one of the ONNX files that were found last, with all that belongs to it. What has arrived is kept in the browser. */
  fetchFromHub(path: string, token: string | null, onBytes: (bytes: Bytes) => void): Promise<readonly NamedFile[]>;
  cancelHub(): Promise<void>;
  /** Bytes of models that are kept in the browser. */
  hubBytes(): Promise<Bytes>;
  removeHubFiles(): Promise<void>;
}
