import type { ReactNode } from 'react';
import type { TermId } from '../text/glossary';
import { Term } from './term';

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
  readonly title?: string;
  /** The glossary's entry for the label. */
  readonly term?: TermId;
}

/** A dense list of labelled values. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(({ label, value, title, term }) => (
        <div key={label} className="fact">
          <dt>{term === undefined ? label : <Term id={term}>{label}</Term>}</dt>
          <dd title={title}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
