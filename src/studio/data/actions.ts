import type { Action } from '../actions/action';
import { isBusy } from '../stores/busy';
import { useData } from '../stores/data-store';
import { useModel } from '../stores/model-store';
import { text } from '../text';

/** Opening what the studio brings with it. */
export const dataActions: readonly Action[] = [
  {
    id: 'data.example',
    name: text.actions.openExample,
    isAvailable: () => !isBusy(),
    perform: () => {
      void useModel.getState().openBuiltIn();
      void useData.getState().openBuiltIn('general');
      void useData.getState().openBuiltIn('domain');
    },
  },
];
