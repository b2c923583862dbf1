import * as v from 'valibot';
import { directions, standardAreas } from '@heart-survey/shared/standards';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A standard as it is stored with a publication: the public sees these words and figures until the next publication. */
export const shownStandardSchema = v.object({
  id: count,
  text: v.string(),
  area: v.picklist(standardAreas),
  measure: v.picklist(['item', 'clock', 'entered']),
  /** The item or `average`; the kind of promise or `all`; or the unit. */
  of: v.string(),
  direction: v.picklist(directions),
  /** In hundredths, as is the value. */
  target: count,
  status: v.picklist(['met', 'missed', 'none', 'withheld']),
  value: v.nullable(count),
  n: v.nullable(count),
  responses: v.nullable(count),
  interval: v.nullable(v.object({ low: v.string(), high: v.string() })),
  /** When a correction of the value was entered that stays inside the department, in milliseconds since the epoch. */
  correctedAt: v.optional(v.nullable(count), null),
});

export type ShownStandard = v.InferOutput<typeof shownStandardSchema>;
