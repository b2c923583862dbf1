import * as v from 'valibot';
import { eachItem, items, wordings, type Rating, type Ratings } from './items.ts';
import { cleanText, maxCommentLength } from './text.ts';

/** How a respondent came to the survey. `paper` is entered by staff, who must be signed in. */
export const channels = ['signature', 'embed', 'page', 'paper', 'kiosk'] as const;
export type Channel = (typeof channels)[number];

/** What every door says when a response carries no rating; both renderers show the catalogue's translation of it. */
export const noRatings = 'Rate at least one statement.';

const ratingMessage = 'A rating is a whole number from 1 to 5. Leave it out to skip the statement.';
const rating = v.optional(v.picklist([1, 2, 3, 4, 5] as const satisfies Rating[], ratingMessage));

const ratings = v.pipe(
  v.strictObject(
    eachItem(() => rating),
    (issue) =>
      issue.expected === 'never'
        ? `There is no such statement. The six are ${items.join(', ')}.`
        : 'Ratings are an object that names statements and their ratings.',
  ),
  // The check that follows, in the words of JSON Schema.
  v.metadata({ minProperties: 1, description: noRatings }),
  v.check((given) => Object.values(given).some((value) => value !== undefined), noRatings),
  v.transform(
    (given) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Ratings,
  ),
);

const comment = v.nullish(
  v.pipe(
    v.string('A comment is text.'),
    // JSON Schema counts code points of what is sent, and here UTF-16 units of the cleaned text count.
    v.metadata({
      maxLength: maxCommentLength,
      description:
        'At most 4,000 UTF-16 units, counted after control characters are removed and the text is in NFC. maxLength is only near that: it counts code points as they are sent.',
    }),
    v.transform(cleanText),
    v.maxLength(maxCommentLength, 'A comment has at most 4,000 characters.'),
    v.transform((text) => (text.trim() === '' ? null : text)),
  ),
  null,
);

/** The most UTF-16 units of a language, a channel or an employee's link code. */
export const maxHintLength = 200;

// A hint that nobody understands is no reason to lose an answer (docs/design.md §5): whatever is not short text counts as absent.
const hint = (description: string) =>
  v.pipe(
    v.fallback(v.nullish(v.pipe(v.string(), v.maxLength(maxHintLength)), null), null),
    v.description(`${description} Anything else is accepted and stored as unknown.`),
  );

/**
 * One completed survey as any door receives it, before the region, language, channel and employee are looked up.
 * Unknown keys are ignored, an unknown item is refused, and at least one rating is needed (docs/design.md §3.1, §5).
 */
export const surveyResponse = v.pipe(
  v.looseObject(
    {
      id: v.pipe(
        v.string('Every response carries an id made by its sender.'),
        v.uuid('The id must be a UUID.'),
        v.toLowerCase(),
      ),
      region: v.pipe(
        v.string('Name the region.'),
        v.nonEmpty('Name the region.'),
        v.metadata({ description: 'As in its survey link, such as central.', examples: ['central'] }),
      ),
      ratings,
      comment,
      language: hint('A language tag that the survey is offered in, such as es.'),
      channel: hint(`One of ${channels.join(', ')}; paper is refused here.`),
      employee: hint('The code in an employee’s survey link.'),
      wording: v.nullish(v.picklist(wordings, 'There is no wording of that version.'), null),
    },
    (issue) => (issue.path ? 'Every response needs this.' : 'A response is an object.'),
  ),
  v.metadata({
    description: 'Keys that are not named here are ignored.',
    // JSON makes an own key of it, which an object literal or an assignment takes for the prototype: always refused.
    propertyNames: { not: { const: '__proto__' } },
  }),
  v.transform(({ id, region, ratings, comment, language, channel, employee, wording }): SurveyResponse => ({
    id,
    region,
    ratings,
    comment,
    language,
    channel,
    employee,
    wording,
  })),
);

/** A response as its sender meant it: text cleaned, absent hints null, nothing resolved yet. */
export interface SurveyResponse {
  id: string;
  region: string;
  ratings: Ratings;
  comment: string | null;
  language: string | null;
  channel: string | null;
  employee: string | null;
  /** The version of the wording that the respondent saw; null means the current one. */
  wording: number | null;
}

/** One thing wrong with what was sent; the path is dotted (`ratings.respect`) and empty for the whole. */
export interface Problem {
  path: string;
  message: string;
}

/** The response, or every problem with it in the order of its fields. Never throws, whatever the input. */
export function readResponse(input: unknown): { response: SurveyResponse } | { problems: Problem[] } {
  // Asked here, since the schema leaves such a key behind before any check of its own could see it.
  if (typeof input === 'object' && input !== null && Object.hasOwn(input, '__proto__')) {
    return { problems: [{ path: '__proto__', message: 'A response has no field __proto__.' }] };
  }
  const result = v.safeParse(surveyResponse, input);
  if (result.success) return { response: result.output };
  return { problems: result.issues.map((issue) => ({ path: v.getDotPath(issue) ?? '', message: issue.message })) };
}

export function isChannel(name: string | null): name is Channel {
  return (channels as readonly (string | null)[]).includes(name);
}
