import * as v from 'valibot';
import { eachItem, items, wordings, type Rating, type Ratings } from './items.ts';
import { cleanText, maxCommentLength } from './text.ts';

/** How a respondent got to the survey. Staff who are signed in enter `paper` and `phone`. */
export const channels = ['signature', 'embed', 'page', 'paper', 'kiosk', 'phone'] as const;
export type Channel = (typeof channels)[number];

/** Whether only staff who are signed in can enter responses of that channel. */
export function isEnteredByStaff(channel: string | null): channel is 'paper' | 'phone' {
  return channel === 'paper' || channel === 'phone';
}

/** The API's message for a response that rates nothing. The form shows the translation from the catalog. */
export const noRatings = 'Rate at least one statement.';

const ratingMessage = 'A rating must be a whole number from 1 to 5. Leave it out to skip the statement.';
const rating = v.optional(v.picklist([1, 2, 3, 4, 5] as const satisfies Rating[], ratingMessage));

const ratings = v.pipe(
  v.strictObject(
    eachItem(() => rating),
    (issue) =>
      issue.expected === 'never'
        ? `Unknown item. The six items are ${items.join(', ')}.`
        : 'Ratings must be an object of items and their ratings.',
  ),
  // Describes the check below in JSON Schema.
  v.metadata({ minProperties: 1, description: noRatings }),
  v.check((given) => Object.values(given).some((value) => value !== undefined), noRatings),
  v.transform(
    (given) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Ratings,
  ),
);

const comment = v.nullish(
  v.pipe(
    v.string('A comment must be text.'),
    // JSON Schema counts the code points that are sent. This check counts the UTF-16 units of the cleaned text.
    v.metadata({
      maxLength: maxCommentLength,
      description:
        'At most 4,000 UTF-16 units, counted after control characters are removed and the text is in NFC. maxLength is only approximate, because it counts code points as sent.',
    }),
    v.transform(cleanText),
    v.maxLength(maxCommentLength, 'A comment can have at most 4,000 characters.'),
    v.transform((text) => (text.trim() === '' ? null : text)),
  ),
  null,
);

/** The maximum length of a language, a channel, or the code of an employee, a group or a campaign, in UTF-16 units. */
export const maxHintLength = 200;

// An unknown hint is no reason to lose an answer (docs/design.md §5), so anything that is not short text counts as absent.
const hint = (description: string) =>
  v.pipe(
    v.fallback(v.nullish(v.pipe(v.string(), v.maxLength(maxHintLength)), null), null),
    v.description(`${description} Anything else is accepted and stored as unknown.`),
  );

/** What a form sends for a checkbox that is checked: `on` from a browser, the others from a form that someone else wrote. */
export const checkedValues = ['on', 'true', '1'] as const;

const mayShow = v.pipe(
  v.fallback(v.nullish(v.union([v.boolean(), v.picklist(checkedValues)])), null),
  v.description(
    'Whether the writer of the comment says that the words may be shown to others. Counts only if it is true, the department asks for it, and there is a comment. Anything else is accepted and counts as false.',
  ),
);

/**
 * One completed survey as every endpoint receives it, before the region and the hints are looked up. Unknown keys are ignored,
 * an unknown item is rejected, and at least one rating is needed (docs/design.md §3.1, §5).
 */
export const surveyResponse = v.pipe(
  v.looseObject(
    {
      id: v.pipe(
        v.string('A response needs an id that the sender creates.'),
        v.uuid('The id must be a UUID.'),
        v.toLowerCase(),
      ),
      region: v.pipe(
        v.string('A region is required.'),
        v.nonEmpty('A region is required.'),
        v.metadata({ description: 'The name in its survey link, such as central.', examples: ['central'] }),
      ),
      ratings,
      comment,
      language: hint('A tag of a language that the survey is offered in, such as es.'),
      channel: hint(
        `One of ${channels.join(', ')}; paper is rejected here, and phone counts as unknown: staff enter these in the console.`,
      ),
      employee: hint('The code in an employee’s survey link.'),
      wording: v.nullish(v.picklist(wordings, 'Unknown wording version.'), null),
      group: hint('The code of one of the department’s customer groups, such as client.'),
      campaign: hint('The code in the link of a campaign that is running in the region.'),
      mayShow,
    },
    (issue) => (issue.path ? 'This field is required.' : 'A response must be an object.'),
  ),
  v.metadata({
    description: 'Keys that are not listed here are ignored.',
    // JSON.parse makes it an ordinary key, but an object literal or an assignment sets the prototype. Always rejected.
    propertyNames: { not: { const: '__proto__' } },
  }),
  v.transform(
    ({
      id,
      region,
      ratings,
      comment,
      language,
      channel,
      employee,
      wording,
      mayShow,
      group,
      campaign,
    }): SurveyResponse => ({
      id,
      region,
      ratings,
      comment,
      language,
      channel,
      employee,
      wording,
      // Without a comment, there are no words to show.
      mayShow: Boolean(mayShow) && comment !== null,
      group,
      campaign,
    }),
  ),
);

/** A response as its sender meant it: text is cleaned, absent hints are null, and nothing is looked up yet. */
export interface SurveyResponse {
  id: string;
  region: string;
  ratings: Ratings;
  comment: string | null;
  language: string | null;
  channel: string | null;
  employee: string | null;
  /** The version of the wording that the respondent saw. Null means the current one. */
  wording: number | null;
  /** Whether the writer said that the comment may be shown to others. */
  mayShow: boolean;
  /** The customer group that the respondent chose or the link carried. */
  group: string | null;
  /** The campaign of the link. */
  campaign: string | null;
}

/** One problem with a submitted response. The path is dotted (`ratings.respect`), or empty for the whole response. */
export interface Problem {
  path: string;
  message: string;
}

/** Reads a response, or returns every problem in field order. Never throws, whatever the input. */
export function readResponse(input: unknown): { response: SurveyResponse } | { problems: Problem[] } {
  // Checked here, because the schema drops such a key before its own checks run.
  if (typeof input === 'object' && input !== null && Object.hasOwn(input, '__proto__')) {
    return { problems: [{ path: '__proto__', message: 'A response cannot have a field named __proto__.' }] };
  }
  const result = v.safeParse(surveyResponse, input);
  if (result.success) return { response: result.output };
  return { problems: result.issues.map((issue) => ({ path: v.getDotPath(issue) ?? '', message: issue.message })) };
}

export function isChannel(name: string | null): name is Channel {
  return (channels as readonly (string | null)[]).includes(name);
}
