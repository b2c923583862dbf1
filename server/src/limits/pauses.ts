/** How many times as long as a slice of work the pause after it is. */
const share = 6;
/** The longest pause, in milliseconds. */
const longest = 100;

interface Options {
  /** In milliseconds. */
  clock: () => number;
  /** Calls back after so many milliseconds. */
  later: (go: () => void, ms: number) => void;
}

/**
 * Spreads work that can wait, such as reading a report, over time. Only one slice of it runs at a time, and after each, the
 * event loop is free for several times as long as the slice took. A slice ends when it awaits something that takes a turn
 * of the event loop.
 * @returns a function that resolves when the next slice may run.
 */
export function createPauses({ clock, later }: Options): () => Promise<void> {
  const waiting: (() => void)[] = [];
  let isRunning = false;

  const next = () => {
    const go = waiting.shift();
    isRunning = go !== undefined;
    if (go === undefined) return;
    const start = clock();
    go();
    setImmediate(() => later(next, Math.min((clock() - start) * share, longest)));
  };

  return () =>
    new Promise((go) => {
      waiting.push(go);
      if (!isRunning) next();
    });
}

/** Resolves when the next slice of work that can wait may run. One queue per process, which has one event loop. */
export const pause = createPauses({ clock: () => performance.now(), later: (go, ms) => setTimeout(go, ms) });
