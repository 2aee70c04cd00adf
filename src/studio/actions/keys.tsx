import { Fragment } from 'react';
import { Keyboard } from 'react-aria-components';
import { keysOf, type Shortcut } from './shortcut';

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The keys of a shortcut, each on its own cap. */
export function Keys({ shortcut }: { readonly shortcut: Shortcut }) {
  return (
    <Keyboard className="keys">
      {keysOf(shortcut, isMac).map((key, index) => (
        <Fragment key={key}>
          {index > 0 && ' '}
          <kbd>{key}</kbd>
        </Fragment>
      ))}
    </Keyboard>
  );
}
