/**
 * So many UTF-16 units, or what takes as long, does all long work together in one turn of the event loop: files that are
 * taken away, searches, a file that is brought in. A few milliseconds' worth, after which requests have their turn.
 */
const perTurn = 20_000;

interface Waiting {
  size: number;
  go: () => void;
}

/**
 * Shares each turn of the event loop among all who ask, in the order in which they ask.
 * @returns a function that resolves when work of that size may be done: at once while this turn has room, else in a later
 * one. What is larger than a turn has one to itself.
 */
export function shareTurns(perTurn: number): (size: number) => Promise<void> {
  const waiting: Waiting[] = [];
  let left = perTurn;
  let isPlanned = false;

  const planNext = () => {
    if (isPlanned) return;
    isPlanned = true;
    setImmediate(() => {
      isPlanned = false;
      left = perTurn;
      while (left > 0 && waiting.length > 0) {
        const { size, go } = waiting.shift()!;
        left -= size;
        go();
      }
      if (left < perTurn) planNext();
    });
  };

  return (size) => {
    planNext();
    if (left > 0 && waiting.length === 0) {
      left -= size;
      return Promise.resolve();
    }
    return new Promise((go) => waiting.push({ size, go }));
  };
}

/** Resolves when work of that size, in UTF-16 units, may be done. One budget for the process, as it has one event loop. */
export const turn = shareTurns(perTurn);
