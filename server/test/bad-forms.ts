import { randomUUID } from 'node:crypto';
import type { Sent } from './wire.ts';

/** The form as the page sends it, with something typed; null leaves a field out. */
export function aForm(given: Record<string, string | null> = {}): Record<string, string> {
  const form = {
    ...{ id: randomUUID(), language: 'en', channel: 'page', employee: 'k7', wording: '1' },
    ...{ respect: '2', comment: 'Thank you & <b>"all"</b>' },
    ...given,
  };
  return Object.fromEntries(Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== null));
}

export const formType = 'application/x-www-form-urlencoded';
export const encoded = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

/** A form that the survey page must refuse. */
export interface BadForm extends Sent {
  what: string;
  status: number;
  /** How the summary's entries begin; without entries, the reply is a page with only a message. */
  message?: string[];
  /** What the form still contains; by default, everything that was typed. */
  kept?: { ratings?: Record<string, string>; comment?: string };
  region?: string;
}

const noRatings = 'Rate at least one statement.';
const badRating = 'Choose one of the five answers';
const tooLong = 'Please shorten your comment';
const garbled = 'Some characters in your comment were lost';
const sendAgain = 'Your answers have not been sent yet';
const refused = 'Sorry';

const form = (what: string, message: string[], given: Record<string, string | null>, more = ''): BadForm => ({
  what,
  status: 400,
  message,
  type: formType,
  body: encoded(aForm(given)) + more,
});
const rated = (overall: string): BadForm => form(`a rating of “${overall}”`, [badRating], { overall });
const raw = (what: string, comment: string | number[], kept: string): BadForm => ({
  what,
  status: 400,
  message: [garbled],
  kept: { comment: kept },
  type: formType,
  body: Buffer.concat([Buffer.from(`${encoded(aForm({ comment: null }))}&comment=`), Buffer.from(comment)]),
});
const typed = (type: string | null, body = encoded(aForm())): BadForm => ({
  what: `Content-Type ${type}`,
  status: 415,
  type,
  body,
});

const multipart =
  '--x\r\nContent-Disposition: form-data; name="overall"\r\n\r\n5\r\n--x\r\nContent-Disposition: form-data; name="id"\r\n\r\n' +
  `${randomUUID()}\r\n--x--\r\n`;

export const badForms: BadForm[] = [
  { ...form('nothing rated', [noRatings], { respect: null }), kept: { ratings: {} } },
  { ...form('every rating empty', [noRatings], { respect: '', overall: '' }), kept: { ratings: {} } },
  { ...form('other names', [noRatings], { respect: null, 'ratings[overall]': '5' }), kept: { ratings: {} } },
  ...['0', '6', '-1', '5.5', '4.5', '5.0', '05', ' 5', '5 ', '+5', '5e0', '0x5', 'five', 'true', '٥', '5\n', '55'].map(
    rated,
  ),
  form('two bad ratings', [badRating, badRating], { overall: '6', helpfulness: '7' }),
  form('one rating twice', [badRating], {}, '&overall=5&overall=4'),
  form('one rating twice, the same', [badRating], {}, '&overall=5&overall=5'),
  form('a semicolon between', [badRating], {}, '&overall=5;helpfulness=4'),
  form('no id', [sendAgain], { id: null }),
  form('an empty id', [sendAgain], { id: '' }),
  form('an id that is none', [sendAgain], { id: '1' }),
  form('two ids', [sendAgain], {}, `&id=${randomUUID()}`),
  form('two comments', [tooLong], { comment: 'Thank' }, '&comment=you'),
  form('a comment too long', [tooLong], { comment: 'x'.repeat(4001) }),
  {
    ...form('a comment too long and nothing rated', [noRatings, tooLong], { comment: 'x'.repeat(9000), respect: null }),
    kept: { ratings: {} },
  },
  ...['99', '0', 'x', '1.5', '-1', '1e9', '9999999'].map((wording) =>
    form(`the wording “${wording}”`, [sendAgain], { wording }),
  ),
  form('two wordings', [sendAgain], {}, '&wording=1'),
  raw('a broken percent sign', '100%', '100%'),
  raw('a percent sign before letters', 'caf%ZZ', 'caf%ZZ'),
  raw('UTF-8 cut short', '%E0%A4', '\uFFFD'),
  raw('Latin-1 behind percent signs', 'caf%E9', 'caf\uFFFD'),
  raw('a surrogate behind percent signs', '%ED%A0%80', '\uFFFD\uFFFD\uFFFD'),
  raw('raw bytes that are not UTF-8', [0x63, 0x61, 0x66, 0xe9], 'caf\uFFFD'),
  {
    what: 'an empty body',
    status: 400,
    message: [sendAgain, noRatings],
    type: formType,
    kept: { ratings: {}, comment: '' },
  },
  { ...form('paper', [refused], { channel: 'paper' }), status: 403 },

  { what: 'over 64 KiB', status: 413, type: formType, body: encoded(aForm({ comment: 'x'.repeat(65_536) })) },
  { what: 'unsaid over 64 KiB', status: 413, type: formType, body: 'x'.repeat(65_537), chunked: true },
  ...[null, 'text/plain', 'application/json', `${formType}; charset=iso-8859-1`].map((type) => typed(type)),
  typed('multipart/form-data; boundary=x', multipart),
  typed('application/json', JSON.stringify({ id: randomUUID(), ratings: { overall: 5 } })),
  { what: 'an unknown region', status: 404, type: formType, body: encoded(aForm()), region: 'nowhere' },
];
