import type { ResponseCell } from '@heart-survey/shared/tallies';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';

// Respondents drawn as counts per (k, s), which is what the figures are computed from: a quarter of 1,600 people costs as
// many draws as it has cells.

/** The standard deviation of one person's mean. */
const personSd = 0.74;
/** Most people rate all six items, and some skip one. */
const shares = [
  { k: 6, share: 0.85 },
  { k: 5, share: 1 },
] as const;

/** A quarter of that many respondents, whose means vary around `mean`. */
export function drawQuarter(random: RandomGenerator, mean: number, people: number): ResponseCell[] {
  let left = people;
  return shares.flatMap(({ k, share }) => {
    const count = drawBinomial(random, left, share);
    left -= count;
    return drawSums(random, sumChances(k, mean), count).map((responses, index) => ({ k, s: k + index, responses }));
  });
}

/**
 * The chance of each sum of `k` ratings, from k to 5k: beta-binomial, the simplest distribution on a range with a given
 * mean and variance.
 */
function sumChances(k: number, mean: number): number[] {
  const steps = 4 * k;
  // No distribution on 1 to 5 with this spread has a mean closer to 5.
  const p = Math.min(0.95, (mean - 1) / 4);
  const correlation = ((k * personSd) ** 2 / (steps * p * (1 - p)) - 1) / (steps - 1);
  const weight = 1 / correlation - 1;
  const [a, b] = [p * weight, (1 - p) * weight];
  const chances = [1];
  for (let s = 0; s < steps; s += 1) {
    chances.push((chances[s]! * ((steps - s) * (a + s))) / ((s + 1) * (b + steps - s - 1)));
  }
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  return chances.map((chance) => chance / total);
}

/** A multinomial draw, one cell after the other, each conditional on those before it. */
function drawSums(random: RandomGenerator, chances: number[], people: number): number[] {
  let left = people;
  let rest = 1;
  return chances.map((chance, index) => {
    const share = index === chances.length - 1 ? 1 : Math.min(1, chance / rest);
    const count = drawBinomial(random, left, share);
    left -= count;
    rest = Math.max(rest - chance, Number.MIN_VALUE);
    return count;
  });
}

/** By inversion, from the most likely count outward, so that it takes about as many steps as the standard deviation. */
function drawBinomial(random: RandomGenerator, n: number, p: number): number {
  if (n === 0 || p === 0) return 0;
  if (p === 1) return n;
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const odds = p / (1 - p);
  let [down, up] = [mode, mode];
  let atDown = Math.exp(logChance(n, p, mode));
  let atUp = atDown;
  let left = uniformFloat64(random) - atDown;
  while (left > 0 && (down > 0 || up < n)) {
    if (up < n) {
      atUp *= (odds * (n - up)) / (up + 1);
      up += 1;
      left -= atUp;
      if (left <= 0) return up;
    }
    if (down > 0) {
      atDown *= down / (odds * (n - down + 1));
      down -= 1;
      left -= atDown;
      if (left <= 0) return down;
    }
  }
  return mode;
}

const logFactorials = [0];

function logChance(n: number, p: number, count: number): number {
  for (let i = logFactorials.length; i <= n; i += 1) logFactorials.push(logFactorials[i - 1]! + Math.log(i));
  return (
    logFactorials[n]! -
    logFactorials[count]! -
    logFactorials[n - count]! +
    count * Math.log(p) +
    (n - count) * Math.log(1 - p)
  );
}

/** A normal variable, by Box and Muller. */
export function drawNormal(random: RandomGenerator, mean: number, sd: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniformFloat64(random)));
  return mean + sd * radius * Math.cos(2 * Math.PI * uniformFloat64(random));
}
