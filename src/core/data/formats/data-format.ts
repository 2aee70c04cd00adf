import type { FieldMapping } from '../field-mapping';
import type { InspectedTriplets } from '../triplet-collector';

/** A file of records, as it was given. */
export interface DataFile {
  readonly name: string;
  readonly content: Blob;
}

/** A kind of file that records come in. */
export interface DataFormat {
  readonly label: string;
  readonly help: string;
  /** Endings of file names, without the dot. */
  readonly extensions: readonly string[];
  /** Whether a file is of this kind by its first bytes, where its name does not say. */
  recognises(start: Uint8Array): boolean;
  /** @throws InvalidDataError, InvalidJsonError with the place */
  read(file: DataFile, mapping: FieldMapping | null): Promise<InspectedTriplets>;
}
