import * as v from 'valibot';
import { hundredths, scoresOutside, withheldScores } from './figures-schema.ts';

/** Why a fiscal year has no figures by customer group (docs/design.md §3.10). */
const groupYearReasons = [
  'quarter missing',
  'total withheld',
  'restated',
  'deleted',
  'few people',
  'not made',
] as const;
export type GroupYearReason = (typeof groupYearReasons)[number];

const group = {
  group: v.pipe(v.nullable(v.string()), v.description('The code of the group; null for responses without a group.')),
  names: v.pipe(
    v.record(v.string(), v.string()),
    v.description('The name of the group by language, as it was when the year was put together.'),
  ),
};

/** A fiscal year by customer group, with small groups withheld. */
export const groupYearSchema = v.object({
  year: v.pipe(v.string(), v.description('The first month of the fiscal year, such as 2025-07.')),
  label: v.pipe(v.string(), v.description('Such as FY 2025-26.')),
  target: hundredths,
  reason: v.pipe(
    v.nullable(v.picklist(groupYearReasons)),
    v.description('Why all figures are withheld; null if they are not.'),
  ),
  groups: v.array(v.union([v.object({ ...group, ...scoresOutside }), v.object({ ...group, ...withheldScores })])),
  total: v.nullable(v.object(scoresOutside)),
});

export type GroupYearFigures = v.InferOutput<typeof groupYearSchema>;
