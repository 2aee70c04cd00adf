/** Words that every place uses. */
export const common = {
  resume: 'Resume',
  opening: 'Opening …',
  discard: 'Discard',
  dismiss: 'Dismiss',
  dismissOf: (title: string) => `Dismiss: ${title}`,
  none: 'none',
  unknown: '–',
  error: 'Error',
} as const;
