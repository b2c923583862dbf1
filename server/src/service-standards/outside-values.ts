import { lowVolume } from '@heart-survey/shared/scores';
import { isSmallGroup } from '@heart-survey/shared/suppression';
import type { StandardValue } from './queries.ts';

// What leaves the department of the values that were entered for a quarter. Two of them could be subtracted: 41 people with 4.46
// and 40 with 4.50 tell what one person gave (docs/design.md §3.10).

/** What readers outside get. */
export interface ValueOutside<Value> {
  value: Value | undefined;
  /** When a value was entered last that they do not get, in milliseconds since the epoch. */
  correctedAt: number | undefined;
}

type Entered = Pick<StandardValue, 'value' | 'basedOn' | 'at'>;

/**
 * The value as of the close, and of those after it only the ones whose count is known and differs by 11 or more from that of
 * every value before that could be seen.
 * @param values of one quarter, the last first. @param closedAt when the quarter was first closed, in milliseconds since the epoch.
 */
export function valueOutside<Value extends Entered>(values: readonly Value[], closedAt: number): ValueOutside<Value> {
  const oldestFirst = values.toReversed();
  const atClose = oldestFirst.findLastIndex(({ at }) => at <= closedAt);
  const seen: Value[] = [];
  let outside: ValueOutside<Value> = { value: undefined, correctedAt: undefined };
  for (const value of oldestFirst.slice(Math.max(0, atClose))) {
    const isSmall = value.basedOn !== null && isSmallGroup(value.basedOn);
    // A small one is withheld, which cannot be subtracted.
    const mayLeave = isSmall || seen.some((one) => isSame(one, value)) || seen.every((one) => isApart(one, value));
    outside = mayLeave ? { value, correctedAt: undefined } : { ...outside, correctedAt: value.at };
    if (mayLeave && !isSmall) seen.push(value);
  }
  return outside;
}

const isSame = (one: Entered, other: Entered) => one.value === other.value && one.basedOn === other.basedOn;

function isApart({ basedOn: one }: Entered, { basedOn: other }: Entered): boolean {
  return one !== null && other !== null && Math.abs(one - other) >= lowVolume;
}
