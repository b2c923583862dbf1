import { randomInt } from 'node:crypto';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Prints a line that a reader of the run may want: a seed, a time, a size. */
// oxlint-disable-next-line no-console -- printing is what it is for
export const print = (line: string) => console.log(line);

/** Chance that can be had again: it prints its seed, and `HEART_SEED` sets it. @param what it is for. */
export function chance(what: string) {
  const seed = Number(process.env['HEART_SEED'] ?? randomInt(2 ** 31));
  print(`${what}: HEART_SEED=${seed}`);
  return xoroshiro128plus(seed);
}

export type Chance = ReturnType<typeof chance>;
