/** Actions of the palette, and what lies over the page. */
export const actions = {
  palette: 'Commands',
  search: 'Type a command',
  noneFound: 'No command of that name.',
  shortcuts: 'Keyboard shortcuts',
  glossary: 'Glossary',
  openExample: 'Open the built-in model and the example sets',
  analyse: 'Analyse',
  pause: 'Pause the analysis, or go on',
  cancel: 'Cancel the analysis',
} as const;
