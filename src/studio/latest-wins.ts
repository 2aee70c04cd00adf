/**
 * Lets at most one call of `work` run. Of the requests that arrive meanwhile only the newest is kept, and runs next.
 * `work` deals with its own errors.
 */
export function latestWins<Request>(work: (request: Request) => Promise<void>): (request: Request) => Promise<void> {
  let running = false;
  let waiting: { readonly request: Request } | undefined;
  return async (request) => {
    waiting = { request };
    if (running) return;
    running = true;
    try {
      while (waiting !== undefined) {
        const next: { readonly request: Request } = waiting;
        waiting = undefined;
        await work(next.request);
      }
    } finally {
      running = false;
    }
  };
}
