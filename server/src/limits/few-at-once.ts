import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

/** Somebody waited as long as they may: what they asked for before is still being made. */
export class StillBusy extends Error {}

/** The turn of a request. */
export interface Turn {
  /** Passes the turn on; called again it does nothing. */
  done: () => void;
  /** Aborted when its connection is gone. */
  signal: AbortSignal;
}

interface Line {
  running: number;
  waiting: (() => void)[];
}

/**
 * Lets so many requests of one person run at once; the rest wait in the order in which they came.
 * @param patience how long one waits at most, in milliseconds: less than a proxy waits for an answer.
 * @returns a function that resolves when it is the request's turn. It rejects with `StillBusy` where that took too long,
 * and with an `AbortError` where its connection is gone.
 */
export function fewAtOnce(most: number, patience = 30_000) {
  const lines = new Map<string, Line>();

  const over = (who: string, line: Line) => {
    const next = line.waiting.shift();
    if (next !== undefined) next();
    else if (--line.running === 0) lines.delete(who);
  };

  return async (c: Context, who: string): Promise<Turn> => {
    const { signal, forget } = connectionOf(c);
    const line = lines.get(who) ?? { running: 0, waiting: [] };
    lines.set(who, line);
    if (line.running < most) line.running += 1;
    else {
      await turnIn(line, signal, patience).catch((error: unknown) => {
        forget();
        throw error;
      });
    }
    let isOver = false;
    const done = () => {
      if (isOver) return;
      isOver = true;
      forget();
      over(who, line);
    };
    return { done, signal };
  };
}

/** Resolves when somebody whose turn is over passes it on. */
async function turnIn({ waiting }: Line, signal: AbortSignal, patience: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const giveUp = (why: Error) => {
    waiting.splice(waiting.indexOf(resolve), 1);
    reject(why);
  };
  const left = () => giveUp(new DOMException('Nobody waits for it any more.', 'AbortError'));
  const tired = setTimeout(() => giveUp(new StillBusy('What was asked for before is still being made.')), patience);
  waiting.push(resolve);
  if (signal.aborted) left();
  else signal.addEventListener('abort', left);
  try {
    await promise;
  } finally {
    clearTimeout(tired);
    signal.removeEventListener('abort', left);
  }
}

/** Of requests that come one after the other on a connection, only the first learns that it is gone: so its socket is asked. */
function connectionOf(c: Context) {
  const { socket } = (c.env as HttpBindings).incoming;
  const controller = new AbortController();
  const leave = () => controller.abort();
  if (socket.destroyed) leave();
  socket.once('close', leave);
  return { signal: controller.signal, forget: () => socket.off('close', leave) };
}
