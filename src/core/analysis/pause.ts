/** Lets work be held between two steps. What has been done stays where it is. */
export class Pause {
  private held: { readonly over: Promise<void>; readonly end: () => void } | null = null;

  get isHeld(): boolean {
    return this.held !== null;
  }

  hold(): void {
    if (this.held !== null) return;
    let end = (): void => undefined;
    const over = new Promise<void>((resolve) => (end = resolve));
    this.held = { over, end };
  }

  resume(): void {
    this.held?.end();
    this.held = null;
  }

  /** Wait as long as the work is held; a cancel ends the waiting as well. */
  async wait(signal?: AbortSignal): Promise<void> {
    while (this.held !== null && signal?.aborted !== true) {
      const cancelled = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
      await Promise.race([this.held.over, cancelled]);
    }
  }
}
