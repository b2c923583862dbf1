import { items } from '@heart-survey/shared/items';
import { verdicts } from '@heart-survey/shared/verdict';
import * as v from 'valibot';
import { actionPlan, planAction } from '../database/schema.ts';
import { hundredths } from '../figures/figures.ts';

// Action plans as programs read them. No schema has a person's name or email address.

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const quarterId = v.pipe(v.string(), v.regex(/^[1-9]\d{3}-(0[1-9]|1[0-2])$/));
const day = v.pipe(v.string(), v.isoDate(), v.description('In the department’s time zone.'));
const moment = v.pipe(v.string(), v.isoTimestamp());
const difference = v.pipe(
  v.nullable(v.pipe(v.string(), v.regex(/^[+−±]\d\.\d{2}$/))),
  v.description('The average after minus the one before, truncated; null if a side has no ratings.'),
);

/** The stages of plans, as a query names them. */
export const stages = actionPlan.stage.enumValues;

const quarterFigures = {
  average: v.nullable(hundredths),
  responses: count,
  n: v.pipe(count, v.description('The number of ratings behind the average.')),
};
const quarter = v.object({
  id: quarterId,
  label: v.string(),
  version: v.pipe(count, v.description('The version of the closed quarter.')),
  sha256: v.pipe(v.string(), v.description('The SHA-256 hash of that version’s figures.')),
  target: hundredths,
  ...quarterFigures,
  status: v.picklist(['met', 'below', 'none']),
});
const side = v.pipe(
  v.object({ quarters: v.array(quarter), ...quarterFigures }),
  v.description('The quarters, and their responses pooled.'),
);

const verdict = v.object({
  verdict: v.pipe(v.nullable(v.picklist(verdicts)), v.description('Null while it waits for a quarter to close.')),
  isInterim: v.pipe(v.boolean(), v.description('Whether fewer than two quarters after the plan have closed.')),
  text: v.pipe(v.string(), v.description('The verdict as a sentence.')),
  validFrom: v.pipe(v.nullable(moment), v.description('When the last of its quarters was closed or restated.')),
  difference,
  before: side,
  after: side,
  test: v.pipe(
    v.nullable(v.object({ t: v.number(), limit: v.number(), degreesOfFreedom: v.number() })),
    v.description('Null if there are too few responses, or one side’s do not vary.'),
  ),
  quarterVariation: v.pipe(
    v.object({
      sd: v.number(),
      quarters: v.pipe(
        v.nullable(count),
        v.description('How many quarters it comes from; null for the smallest value.'),
      ),
    }),
    v.description('How much the region’s average differs between quarters on its own (τ).'),
  ),
});

const action = v.object({
  text: v.string(),
  dueOn: day,
  strength: v.picklist(planAction.strength.enumValues),
  state: v.picklist(planAction.state.enumValues),
});

const head = {
  region: v.string(),
  name: v.string(),
  quarter: v.pipe(quarterId, v.description('The quarter that the plan is for.')),
  dueOn: v.pipe(v.nullable(day), v.description('The last day for writing the plan.')),
  causeClass: v.nullable(v.picklist(actionPlan.causeClass.enumValues)),
  actions: v.array(action),
  measure: v.nullable(v.object({ figure: v.picklist(['average', ...items]), goal: v.nullable(hundredths) })),
  continues: v.pipe(
    v.nullable(quarterId),
    v.description('The quarter of the plan that this one continues, which stays the baseline.'),
  ),
};

const planInside = v.object({
  ...head,
  stage: v.picklist(stages),
  cause: v.pipe(v.nullable(v.string()), v.description('Null for tokens that may not read responses.')),
  agreedAt: v.nullable(moment),
  completedAt: v.nullable(moment),
  verdicts: v.pipe(
    v.array(verdict),
    v.description('Oldest first, the current one last; a restatement adds one. Empty until the plan was agreed.'),
  ),
});

const planOutside = v.object({
  ...head,
  stage: v.picklist(['required', 'agreed', 'completed']),
  verdict: v.nullable(
    v.object({
      verdict: verdict.entries.verdict,
      isInterim: verdict.entries.isInterim,
      text: verdict.entries.text,
      figures: v.pipe(
        v.nullable(v.object({ difference, before: side, after: side })),
        v.description('Null if the region is withheld in one of the quarters.'),
      ),
    }),
  ),
});

/** A department's plans: all of them inside the department, and outside those of regions that are shown. */
export const plansSchema = v.object({
  department: v.string(),
  plans: v.union([v.array(planInside), v.array(planOutside)]),
});

export type PlanInsideRecord = v.InferOutput<typeof planInside>;
export type PlanOutsideRecord = v.InferOutput<typeof planOutside>;
export type SideRecord = v.InferOutput<typeof side>;
