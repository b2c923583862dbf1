import { hash } from 'node:crypto';
import * as v from 'valibot';
import type { TrendFigures } from './figures.ts';
import type { TrendView } from './trend-view.ts';

const count = v.pipe(v.number(), v.integer());
const maybe = v.nullable(count);
const counts = v.record(v.string(), maybe);
/** A quarter's figures as they are stored. */
export const figuresSchema = v.object({
  cases: maybe,
  kinds: counts,
  desks: counts,
  channels: counts,
  regions: counts,
  outcomes: counts,
  promises: v.nullable(v.object({ kept: count, broken: count, dropped: maybe, running: maybe })),
  answers: v.nullable(v.object({ cases: count, median: maybe, ninetieth: maybe })),
  secondStage: maybe,
  handedOver: maybe,
  handOvers: maybe,
  improved: maybe,
  changes: maybe,
  actionsDone: maybe,
});
const signed = v.object({ figures: figuresSchema, departments: v.record(v.string(), figuresSchema) });

/** What a review is signed for: the figures of a quarter and, for the whole agency, those of each department by its slug. */
export interface SignedFigures {
  figures: TrendFigures;
  departments: Record<string, TrendFigures>;
}

/** What someone who signs now would sign. */
export function figuresToSign({ now, departments }: Pick<TrendView, 'now' | 'departments'>): SignedFigures {
  return { figures: now, departments: Object.fromEntries(departments.map((one) => [one.department.slug, one.now])) };
}

/** The figures as the text that is hashed: equal figures have equal texts. */
export function figuresText(figures: SignedFigures): string {
  return JSON.stringify(figures, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}

/** The SHA-256 of such a text, in hexadecimal. */
export const figuresHash = (text: string): string => hash('sha256', text);

/** Reads the text again; undefined if it is none. */
export function readFigures(text: string): SignedFigures | undefined {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), signed), text);
  return read.success ? read.output : undefined;
}
