import { setImmediate } from 'node:timers/promises';

/**
 * Lets all who ask at about the same time share one read, which begins after they asked. Who asks while a read is running
 * waits for the next one.
 * @returns a function that rejects as its own read does. The next read does not depend on the one before it.
 */
export function shareReads<Result>(read: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<Result> | undefined;

  const begin = async () => {
    await running;
    // Requests that arrived in the same turn of the event loop come along.
    await setImmediate();
    next = undefined;
    const reading = read();
    running = reading.catch(() => undefined);
    return reading;
  };

  return () => (next ??= begin());
}
