import { randomInt } from 'node:crypto';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Prints a line that may interest a reader of the run: a seed, a time, a size. */
// oxlint-disable-next-line no-console -- printing is its purpose
export const print = (line: string) => console.log(line);

/** Randomness that can be repeated: it prints its seed, and `HEART_SEED` sets it. @param what its purpose. */
export function chance(what: string) {
  const seed = Number(process.env['HEART_SEED'] ?? randomInt(2 ** 31));
  print(`${what}: HEART_SEED=${seed}`);
  return xoroshiro128plus(seed);
}

export type Chance = ReturnType<typeof chance>;
