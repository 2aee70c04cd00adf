/** Where an arrow key leads from a cell named `row,column`, given the number of cells in each row; null for other keys. */
export function moveBy(key: string, place: string, widths: readonly number[]): string | null {
  const [row = 0, column = 0] = place.split(',').map(Number);
  const lastRow = widths.length - 1;
  const within = (value: number, last: number): number => Math.max(0, Math.min(last, value));
  const at = (nextRow: number, nextColumn: number): string => {
    const inside = within(nextRow, lastRow);
    return `${inside},${within(nextColumn, (widths[inside] ?? 1) - 1)}`;
  };
  switch (key) {
    case 'ArrowUp':
      return at(row - 1, column);
    case 'ArrowDown':
      return at(row + 1, column);
    case 'ArrowLeft':
      return at(row, column - 1);
    case 'ArrowRight':
      return at(row, column + 1);
    case 'Home':
      return at(row, 0);
    case 'End':
      return at(row, Infinity);
    default:
      return null;
  }
}
