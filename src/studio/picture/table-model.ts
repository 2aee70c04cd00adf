/** The numbers behind a picture, row by row: what its table shows and its CSV file holds. */
export interface TableModel {
  readonly columns: readonly string[];
  readonly count: number;
  /** Numbers are as they were measured; the table shortens them, the file does not. */
  readonly row: (index: number) => readonly (string | number | null)[];
}
