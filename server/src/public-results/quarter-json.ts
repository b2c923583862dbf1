import { inHundredths } from '@heart-survey/shared/scores';
import { directions, standardAreas } from '@heart-survey/shared/standards';
import * as v from 'valibot';
import { submittedSchema } from '../figures/figures.ts';
import type { PublishedQuarter } from '../publishing/publishing.ts';
import type { ShownStandard } from '../service-standards/service-standards.ts';

const count = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0)));
const hundredths = v.pipe(v.string(), v.regex(/^\d+\.\d\d$/));

/** A service standard that is published with a quarter. */
const standardSchema = v.object({
  text: v.string(),
  area: v.picklist(standardAreas),
  measure: v.picklist(['survey', 'cases', 'entered']),
  /** `average` or an item; `all`, `acknowledged` or `answered`; or the unit. */
  of: v.string(),
  direction: v.picklist(directions),
  /** An average, a percentage, or an amount of the unit, as is the value. */
  target: hundredths,
  status: v.picklist(['met', 'missed', 'none', 'withheld']),
  value: v.nullable(hundredths),
  /** The ratings, the promised dates, or what the department counted, that it is based on; null if unknown or withheld. */
  n: count,
  responses: count,
  /** When a correction of an entered value was made that is not shown. */
  correctedAt: v.nullable(v.pipe(v.string(), v.isoTimestamp())),
});

/** A published quarter for programs: the figures as the API has them for readers outside the department. */
export const quarterSchema = v.object({
  ...submittedSchema.entries,
  publishedAt: v.pipe(v.string(), v.isoTimestamp()),
  standards: v.array(standardSchema),
});

export type QuarterJson = v.InferOutput<typeof quarterSchema>;

export function quarterJson({ figures, publishedAt, standards }: PublishedQuarter): QuarterJson {
  const { department, target, quarter, regions, total } = figures;
  return {
    department,
    target,
    quarter,
    regions: regions.map(({ plan: _, ...region }) => region),
    total,
    publishedAt: new Date(publishedAt).toISOString(),
    standards: standards.map(standardJson),
  };
}

const measures = { item: 'survey', clock: 'cases', entered: 'entered' } as const;

function standardJson(standard: ShownStandard): QuarterJson['standards'][number] {
  const { text, area, measure, of, direction, target, status, value, n, responses, correctedAt } = standard;
  return {
    text,
    area,
    measure: measures[measure],
    of,
    direction,
    target: inHundredths(target),
    status,
    value: value === null ? null : inHundredths(value),
    n,
    responses,
    correctedAt: correctedAt === null ? null : new Date(correctedAt).toISOString(),
  };
}
