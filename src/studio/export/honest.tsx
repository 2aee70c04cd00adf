import { text } from '../text';

/** What zeros scattered over a matrix give, and what they do not. */
export function Honest() {
  const { claim, detail } = text.exporting.honest;
  return (
    <p className="honest">
      <strong>{claim}</strong> {detail}
    </p>
  );
}
