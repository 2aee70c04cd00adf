/** The bar at the foot of every place. */
export const meter = {
  label: 'Plan',
  of: 'of',
  becomeZero: 'weights become zero',
  noModel: 'No model is open.',
  noPlan: (model: string) => `${model}: nothing is planned yet.`,
} as const;
