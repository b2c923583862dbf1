import { SingleBar } from 'cli-progress';
import type { Terminal } from './command.ts';

/** The progress of long work: a bar on a terminal, nothing elsewhere. */
export interface Progress {
  to: (done: number) => void;
  stop: () => void;
}

/** @param total in the given `unit`. */
export function progressOf({ isTerminal }: Terminal, total: number, unit: string): Progress {
  if (!isTerminal) return { to: () => {}, stop: () => {} };
  const bar = new SingleBar({
    format: `{bar} {percentage}%  {value} of {total} ${unit}, {eta} s left`,
    hideCursor: true,
  });
  bar.start(total, 0);
  return { to: (done) => bar.update(done), stop: () => bar.stop() };
}
