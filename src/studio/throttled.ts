/** A function that does its work at once, and then at most every `ms` milliseconds; the last call is never lost. */
export function throttled(work: () => void, ms: number): () => void {
  let isResting = false;
  let isAsked = false;
  const run = (): void => {
    isAsked = false;
    isResting = true;
    work();
    setTimeout(() => {
      isResting = false;
      if (isAsked) run();
    }, ms);
  };
  return () => {
    if (isResting) isAsked = true;
    else run();
  };
}
