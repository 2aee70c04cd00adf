/**
 * Calls that are open, so that all of them fail when the other side is gone; later ones fail at once. A race against one promise of its end
 * would keep every result for as long as the page lives.
 */
export function openCalls(): {
  readonly guarded: <T>(call: Promise<T>) => Promise<T>;
  readonly fail: (reason: Error) => void;
} {
  const open = new Set<(reason: Error) => void>();
  let gone: Error | null = null;
  return {
    guarded: <T>(call: Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        if (gone !== null) {
          reject(gone);
          return;
        }
        open.add(reject);
        call.then(resolve, reject).finally(() => open.delete(reject));
      }),
    fail: (reason) => {
      gone = reason;
      for (const reject of open) reject(reason);
      open.clear();
    },
  };
}
