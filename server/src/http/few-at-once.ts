interface Line {
  running: number;
  waiting: (() => void)[];
}

/**
 * Lets so many things of one person run at once; the rest wait in the order in which they came.
 * @returns a function that resolves when it is somebody's turn, with what says that theirs is over. It rejects with an
 * `AbortError` where they gave up before.
 */
export function fewAtOnce(most: number) {
  const lines = new Map<string, Line>();

  const over = (who: string, line: Line) => {
    const next = line.waiting.shift();
    if (next !== undefined) next();
    else if (--line.running === 0) lines.delete(who);
  };

  return async (who: string, signal: AbortSignal): Promise<() => void> => {
    if (signal.aborted) throw gaveUp();
    const line = lines.get(who) ?? { running: 0, waiting: [] };
    lines.set(who, line);
    if (line.running < most) line.running += 1;
    else await turnIn(line, signal);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      over(who, line);
    };
  };
}

/** Resolves when somebody whose turn is over passes it on. */
function turnIn({ waiting }: Line, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const go = () => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    };
    const giveUp = () => {
      waiting.splice(waiting.indexOf(go), 1);
      reject(gaveUp());
    };
    waiting.push(go);
    signal.addEventListener('abort', giveUp, { once: true });
  });
}

const gaveUp = () => new DOMException('Nobody waits for it any more.', 'AbortError');
