/** The heatmap of all weights. */
export const heatmap = {
  layer: 'Layer',
  layerName: (index: number) => `Layer ${index}`,
  label: (quantity: string) => `${quantity} per weight`,
  point: 'Point at a cell, or move through them with the arrow keys. A click or Enter opens the matrix.',
  other: 'Other',
  table: 'Figures of all weights',
  weight: 'Weight',
  size: 'Size',
} as const;
