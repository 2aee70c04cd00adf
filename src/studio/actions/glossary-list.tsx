import { text } from '../text';
import { Overlay } from './overlay';

/** All terms in alphabetical order. */
export function GlossaryList() {
  const entries = Object.entries(text.glossary).sort(([, a], [, b]) => a.name.localeCompare(b.name));
  return (
    <Overlay name="glossary" title={text.actions.glossary} className="wide">
      <dl className="glossary-list">
        {entries.map(([id, { name, definition }]) => (
          <div key={id}>
            <dt>{name}</dt>
            <dd>{definition}</dd>
          </div>
        ))}
      </dl>
    </Overlay>
  );
}
