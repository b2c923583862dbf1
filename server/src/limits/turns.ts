/**
 * How much all long work together (downloads, searches, imports) may do in one turn of the event loop, in UTF-16 units of
 * text or other work that takes as long. This is a few milliseconds' worth; then requests get their turn.
 */
const perTurn = 20_000;

interface Waiting {
  size: number;
  go: () => void;
}

/**
 * Shares each turn of the event loop among all callers, in order of arrival.
 * @returns a function that resolves when work of that size may run: at once while this turn has room, otherwise in a
 * later one. Work larger than a turn gets one to itself.
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

/** Resolves when work of that size, in UTF-16 units, may run. One budget per process, which has one event loop. */
export const turn = shareTurns(perTurn);
