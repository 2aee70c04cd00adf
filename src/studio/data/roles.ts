import type { DataRole } from '../../core/engine/types';

/** The two data sets of an analysis, as the page names them. */
export const roles: Readonly<Record<DataRole, { readonly title: string; readonly help: string }>> = {
  general: { title: 'General set', help: 'Drop everyday records: what the model should still know afterwards.' },
  domain: { title: 'Domain set', help: 'Drop records of your field: what the pruned model is for.' },
};
