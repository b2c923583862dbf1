import { items } from '@heart-survey/shared/items';
import { verdicts } from '@heart-survey/shared/verdict';
import * as v from 'valibot';

// The manifest: what a submission says. Every number is text, so that it has one canonical form (docs/design.md §3.13).

/** The name and the version of the format. A new version gets its own schema; old files keep theirs. */
export const manifestFormat = { format: 'heart-survey-submission', version: '1' } as const;

const text = v.string();
const optionalText = v.nullable(text);
const moment = v.pipe(text, v.isoTimestamp());
const sha256 = v.pipe(text, v.regex(/^[\da-f]{64}$/));
const count = v.pipe(text, v.regex(/^(0|[1-9]\d{0,15})$/));
const shownCount = v.nullable(count);
const mean = v.nullable(v.pipe(text, v.regex(/^\d\.\d{2}$/)));

/** Someone who took a step. */
const actor = v.strictObject({ name: text, email: text });

const itemFigures = v.strictObject({
  sum: shownCount,
  n: shownCount,
  mean,
  distribution: v.nullable(v.array(count)),
  topTwo: shownCount,
});
const figures = {
  responses: shownCount,
  sum: shownCount,
  n: shownCount,
  average: mean,
  status: v.picklist(['met', 'below', 'none', 'suppressed']),
  interval: v.nullable(v.strictObject({ low: text, high: text })),
  items: v.strictObject(v.entriesFromList(items, itemFigures)),
};

const side = v.strictObject({ quarters: v.array(text), average: mean, responses: count, n: count });
const plan = v.strictObject({
  region: text,
  name: text,
  quarter: text,
  stage: v.picklist(['required', 'agreed', 'completed']),
  dueOn: optionalText,
  causeClass: optionalText,
  actions: v.array(v.strictObject({ text, dueOn: text, strength: text, state: text })),
  measure: v.nullable(v.strictObject({ figure: text, goal: mean })),
  continues: optionalText,
  verdict: v.nullable(
    v.strictObject({
      verdict: v.nullable(v.picklist(verdicts)),
      isInterim: v.boolean(),
      text,
      figures: v.nullable(v.strictObject({ difference: optionalText, before: side, after: side })),
    }),
  ),
});

const attestation = v.strictObject({
  sentence: text,
  method: v.picklist(['one-time code', 'identity provider']),
  authenticatedAt: moment,
  provider: v.nullable(v.strictObject({ name: text, issuer: text, acr: optionalText, amr: v.nullable(v.array(text)) })),
  secondFactor: v.picklist(['one-time code', 'reported by the identity provider', 'no second factor reported']),
});

/** A manifest. It has exactly these members. */
export const manifestSchema = v.strictObject({
  format: v.literal(manifestFormat.format),
  version: v.literal(manifestFormat.version),
  agency: optionalText,
  department: v.strictObject({ id: text, name: text }),
  quarter: v.strictObject({ id: text, label: text, firstDay: text, lastDay: text }),
  /** The version that was submitted. */
  snapshot: v.strictObject({ version: count, fingerprint: sha256, closedAt: moment }),
  target: v.pipe(text, v.regex(/^\d\.\d{2}$/)),
  /** The figures as shown outside the department. Their version is older than the snapshot's if too few people changed. */
  figures: v.strictObject({
    version: count,
    regions: v.array(v.strictObject({ region: text, name: text, ...figures })),
    total: v.strictObject({ ...figures, excluded: shownCount }),
    restated: v.array(v.strictObject({ version: count, closedAt: moment })),
    replaced: v.array(v.strictObject({ version: count, fingerprint: sha256 })),
  }),
  plans: v.array(plan),
  /** Why there are no responses; null if there are some. */
  noData: optionalText,
  handedIn: v.strictObject({ by: actor, at: moment, note: optionalText }),
  submitted: v.strictObject({ by: actor, at: moment, note: optionalText }),
  /** Whether one person handed in and submitted. */
  byOnePerson: v.boolean(),
  attestation,
  /** The hash of the department's submission before this one; null for the first. */
  previous: v.nullable(sha256),
  kid: text,
  signedAt: moment,
});
export type Manifest = v.InferOutput<typeof manifestSchema>;
