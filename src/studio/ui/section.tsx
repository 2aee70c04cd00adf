import { useId, type ReactNode } from 'react';

interface SectionProps {
  readonly id: string;
  readonly step: number;
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}

/** One of the three steps of the page. */
export function Section({ id, step, title, lead, children }: SectionProps) {
  const heading = useId();
  return (
    <section id={id} className="step" aria-labelledby={heading}>
      <header className="step-head">
        <span className="step-number" aria-hidden="true">
          {step}
        </span>
        <h2 id={heading}>{title}</h2>
        <p>{lead}</p>
      </header>
      {children}
    </section>
  );
}
