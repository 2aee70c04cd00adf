/**
 * Wait for the next task of the event loop. Promises alone never let it run: a worker that only awaits them would not hear
 * a cancel before it is done.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
