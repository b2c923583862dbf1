import { items } from '@heart-survey/shared/items';
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Such as 4.00. */
export const hundredths = v.pipe(
  v.string(),
  v.regex(/^\d\.\d{2}$/),
  v.description('Truncated to two decimal places, never rounded.'),
);
const mean = v.nullable(hundredths);

const itemScores = v.object({
  sum: count,
  n: count,
  mean,
  distribution: v.pipe(
    v.tuple([count, count, count, count, count]),
    v.readonly(),
    v.description('The number of ratings of 1, 2, 3, 4 and 5.'),
  ),
  topTwo: v.pipe(count, v.description('The number of ratings of 4 and 5.')),
});

const scores = {
  responses: v.pipe(count, v.description('The number of people who responded.')),
  sum: count,
  n: v.pipe(count, v.description('The number of ratings behind the average.')),
  average: mean,
  status: v.picklist(['met', 'below', 'none']),
  interval: v.nullable(
    v.pipe(
      v.object({ low: hundredths, high: hundredths }),
      v.description('The 95% confidence interval, over respondents; null if it cannot be estimated.'),
    ),
  ),
  items: v.object(v.entriesFromList(items, itemScores)),
};

/** An item outside the department: what is based on 1 to 10 people, or would reveal it, is null. */
const itemOutside = v.object({
  sum: v.nullable(count),
  n: v.pipe(v.nullable(count), v.description('Null if the whole item is withheld.')),
  mean,
  distribution: v.pipe(
    v.nullable(itemScores.entries.distribution),
    v.description('Outside the department, shown for 30 ratings or more.'),
  ),
  topTwo: v.pipe(
    v.nullable(count),
    v.description('Outside the department, shown only if neither group has 1 to 10 ratings.'),
  ),
});
export const scoresOutside = { ...scores, items: v.object(v.entriesFromList(items, itemOutside)) };

const nothing = v.null();
const nothingOfAnItem = v.object({
  sum: nothing,
  n: nothing,
  mean: nothing,
  distribution: nothing,
  topTwo: nothing,
});

/** A group that is too small for readers outside the department, or that would give one away (docs/design.md §3.10). */
export const withheldScores = {
  responses: nothing,
  sum: nothing,
  n: nothing,
  average: nothing,
  interval: nothing,
  status: v.literal('suppressed'),
  items: v.object(v.entriesFromList(items, nothingOfAnItem)),
};

const plan = v.object({
  stage: v.picklist(['watch', 'withdrawn', 'required', 'agreed', 'completed']),
  focus: v.pipe(v.array(v.picklist(items)), v.description('The items below target, lowest first.')),
  tags: v.array(v.picklist(['low volume', 'within noise'])),
});

/** The quarter, and whether its figures may still change. */
export const quarterHead = v.object({
  id: v.pipe(v.string(), v.description('The first month, such as 2026-07.')),
  label: v.string(),
  status: v.picklist(['open', 'closed']),
  version: v.optional(
    v.pipe(count, v.description('The version of a closed quarter: 1, plus one for each restatement.')),
  ),
  closedAt: v.optional(v.pipe(v.string(), v.isoTimestamp())),
});

/** See outside-hash.ts. */
const outsideSha256 = v.pipe(
  v.string(),
  v.description('A salted SHA-256: only the department can compute it again from the figures.'),
);

const head = {
  department: v.string(),
  target: hundredths,
  quarter: v.object({
    ...quarterHead.entries,
    restated: v.optional(
      v.pipe(
        v.array(v.object({ version: count, closedAt: v.pipe(v.string(), v.isoTimestamp()) })),
        v.description('Later versions, which are published once they differ in at least 11 people.'),
      ),
    ),
    replaced: v.optional(
      v.pipe(
        v.array(v.object({ version: count, sha256: outsideSha256 })),
        v.description('Earlier versions that this one replaces, because it changes whether the target was met.'),
      ),
    ),
    totalStatus: v.optional(
      v.pipe(
        v.picklist(['met', 'below']),
        v.description('The status of the total, if its figures are withheld because of a restatement.'),
      ),
    ),
  }),
};
const named = { region: v.string(), name: v.string() };
const region = { ...named, plan: v.nullable(plan) };

const excluded = v.pipe(
  count,
  v.description('The number of responses that were excluded, with a reason, and do not count.'),
);

/** A quarter's figures as the department sees them (docs/design.md §5). */
const figuresSchema = v.object({
  ...head,
  regions: v.array(v.object({ ...region, ...scores, excluded })),
  total: v.object({ ...scores, excluded }),
});

const forTheDepartment = { excluded: v.optional(excluded) };

const excludedOutside = v.pipe(
  v.nullable(excluded),
  v.description('The number of excluded responses; null for 1 to 10 if you are outside the department.'),
);

/** The same figures for readers outside the department, with small groups withheld. */
export const publishedSchema = v.object({
  ...head,
  regions: v.array(
    v.union([
      v.object({ ...region, ...scoresOutside, ...forTheDepartment }),
      v.object({ ...region, ...withheldScores }),
    ]),
  ),
  total: v.union([v.object({ ...scoresOutside, excluded: excludedOutside }), v.object(withheldScores)]),
});

/** The figures of a submitted version, as the public sees them: without action plans, which change later. */
export const submittedSchema = v.object({
  ...head,
  regions: v.array(v.union([v.object({ ...named, ...scoresOutside }), v.object({ ...named, ...withheldScores })])),
  total: publishedSchema.entries.total,
});

export type Figures = v.InferOutput<typeof figuresSchema>;
export type PublishedFigures = v.InferOutput<typeof publishedSchema>;
/** A region's action plan for the quarter. */
export type PlanFigures = v.InferOutput<typeof plan>;
