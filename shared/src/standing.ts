import { statusOf, type Interval } from './scores.ts';

/**
 * How a department does against its target (docs/policies/nc-dhhs-customer-service.md, data collection 1). `failing` is below the
 * target; `exceeding` if even the low end of the interval is above it; `meeting` otherwise.
 */
export type Standing = 'exceeding' | 'meeting' | 'failing';

export interface StandingShown {
  standing: Standing;
  /** Whether the difference from the target may be due to chance: the interval reaches the target. */
  mayBeChance: boolean;
}

interface Given {
  /** All ratings added up. */
  sum: number;
  /** The number of ratings. */
  n: number;
  /** 95%, its low end cut and its high end rounded up; null if it cannot be estimated. */
  interval: Interval | null;
}

/**
 * Undefined if nothing was rated. Whether the target was missed is decided only in integers, never by the interval
 * (docs/design.md §3.3).
 * @param target in hundredths: 400 is 4.00.
 */
export function standingOf({ sum, n, interval }: Given, target: number): StandingShown | undefined {
  const status = statusOf(sum, n, target);
  if (status === 'none') return undefined;
  if (interval === null) return { standing: status === 'below' ? 'failing' : 'meeting', mayBeChance: false };
  const [low, high] = [inHundredths(interval.low), inHundredths(interval.high)];
  if (status === 'below') return { standing: 'failing', mayBeChance: high >= target };
  if (low > target) return { standing: 'exceeding', mayBeChance: false };
  return { standing: 'meeting', mayBeChance: true };
}

const inHundredths = (text: string) => Math.round(100 * Number(text));
