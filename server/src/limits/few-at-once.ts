import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

/** A request waited too long for the same person's earlier downloads. */
export class StillBusy extends Error {}

/** A request's turn. */
export interface Turn {
  /** Passes the turn on; a second call does nothing. */
  done: () => void;
  /** Aborted when its connection is lost. */
  signal: AbortSignal;
}

interface Line {
  running: number;
  waiting: (() => void)[];
}

/**
 * Lets `max` requests of one person run at once; the rest wait in order of arrival.
 * @param timeout the longest wait in milliseconds: less than a proxy waits for an answer.
 * @returns a function that resolves when it is the request's turn. It rejects with `StillBusy` if that takes too long,
 * and with an `AbortError` if its connection is lost.
 */
export function fewAtOnce(max: number, timeout = 30_000) {
  const lines = new Map<string, Line>();

  const passOn = (who: string, line: Line) => {
    const next = line.waiting.shift();
    if (next !== undefined) next();
    else if (--line.running === 0) lines.delete(who);
  };

  return async (c: Context, who: string): Promise<Turn> => {
    const { signal, forget } = connectionOf(c);
    const line = lines.get(who) ?? { running: 0, waiting: [] };
    lines.set(who, line);
    if (line.running < max) line.running += 1;
    else {
      await turnIn(line, signal, timeout).catch((error: unknown) => {
        forget();
        throw error;
      });
    }
    let isOver = false;
    const done = () => {
      if (isOver) return;
      isOver = true;
      forget();
      passOn(who, line);
    };
    return { done, signal };
  };
}

/** Resolves when a finished request passes on its turn. */
async function turnIn({ waiting }: Line, signal: AbortSignal, timeout: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const giveUp = (why: Error) => {
    waiting.splice(waiting.indexOf(resolve), 1);
    reject(why);
  };
  const left = () => giveUp(new DOMException('No one is waiting for it anymore.', 'AbortError'));
  const timer = setTimeout(() => giveUp(new StillBusy('An earlier download is still being prepared.')), timeout);
  waiting.push(resolve);
  if (signal.aborted) left();
  else signal.addEventListener('abort', left);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', left);
  }
}

/** Of several requests on one connection, only the first is notified when it is lost, so this watches the socket. */
function connectionOf(c: Context) {
  const { socket } = (c.env as HttpBindings).incoming;
  const controller = new AbortController();
  const leave = () => controller.abort();
  if (socket.destroyed) leave();
  socket.once('close', leave);
  return { signal: controller.signal, forget: () => socket.off('close', leave) };
}
