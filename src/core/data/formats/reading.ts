import type { FieldMapping } from '../field-mapping';

/** How a person wants a file of records to be read. */
export interface Reading {
  /** The columns to read, for a file with unusual names; null for the known names. */
  readonly fields: FieldMapping | null;
  /** Go on without the records that cannot be used, instead of refusing the file. */
  readonly skipBadRecords: boolean;
}

/** Known names, and every record must be good. */
export const STRICT: Reading = { fields: null, skipBadRecords: false };
