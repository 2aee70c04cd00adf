/** Words that every place uses. */
export const common = {
  dismiss: 'Dismiss',
  dismissOf: (title: string) => `Dismiss: ${title}`,
  none: 'none',
  unknown: '–',
  error: 'Error',
} as const;
