import { text } from '../text';

/** Leads past the header. The address stays: it says where one is. */
export function SkipLink() {
  return (
    <a
      className="skip"
      href="#main"
      onClick={(event) => {
        event.preventDefault();
        document.getElementById('main')?.focus();
      }}
    >
      {text.frame.skip}
    </a>
  );
}
