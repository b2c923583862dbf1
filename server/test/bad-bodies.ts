import { items } from '@heart-survey/shared/items';
import { aResponse } from './collector.ts';
import type { Sent } from './wire.ts';

/** A body that the intake must refuse, with the status and, if the schema refuses it, the paths it must name. */
export interface BadBody extends Sent {
  what: string;
  status: number;
  at?: string[];
}

const json = 'application/json';
const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

/** A good response's JSON text with one field's text replaced; undefined leaves the field out. */
function withText(field: string, text: string | undefined): string {
  const fields = { ...aResponse(), [field]: undefined } as Record<string, unknown>;
  const rest = JSON.stringify(fields).slice(1, -1);
  return `{${rest}${text === undefined ? '' : `,"${field}":${text}`}}`;
}

const field = (name: string, at: string[], texts: (string | undefined)[]): BadBody[] =>
  texts.map((text) => ({
    what: `${name}: ${text?.slice(0, 40) ?? 'absent'}`,
    status: 400,
    at,
    type: json,
    body: withText(name, text),
  }));

const rating = (text: string): BadBody[] => field('ratings', ['ratings.overall'], [`{"overall":${text},"respect":4}`]);
const unknownItem = (name: string): BadBody[] => field('ratings', [`ratings.${name}`], [`{"overall":4,"${name}":4}`]);
const whole = (what: string, body: string | Uint8Array, status = 400): BadBody => ({
  what,
  status,
  type: json,
  body,
  ...(status === 400 ? { at: [''] } : {}),
});

const good = JSON.stringify(aResponse());
const overLimit = JSON.stringify(aResponse({ padding: 'x'.repeat(64 * 1024) }));
/** Less than 64 KiB, but deeper than any stack. */
const nested = '['.repeat(30_000) + ']'.repeat(30_000);
const typed = (type: string | null, body: string | Uint8Array = good): BadBody => ({
  what: `Content-Type ${type}`,
  status: 415,
  type,
  body,
});

export const badBodies: BadBody[] = [
  ...field('id', ['id'], [undefined, 'null', '7', 'true', '[]', '{}', '""', '"1"', '"not-a-uuid-at-all"']),
  ...field('id', ['id'], ['"0190a0000000700080000000000000ff"', '"{0190a000-0000-7000-8000-000000000001}"']),
  ...field('region', ['region'], [undefined, 'null', '7', 'true', '[]', '["central"]', '{}', '""']),
  ...field('ratings', ['ratings'], [undefined, 'null', '5', '"5"', 'true', '{}']),
  ...items.flatMap((item) => field('ratings', [`ratings.${item}`], [`{"${item}":6}`])),
  ...[
    '0',
    '6',
    '-1',
    '-0.0001',
    '5.5',
    '4.5',
    '1.000001',
    '"5"',
    '[5]',
    '{}',
    'true',
    'false',
    'null',
    '1e400',
    '1e-400',
    '""',
  ].flatMap(rating),
  ...['Overall', 'overall ', 'courtesy', 'constructor', 'toString', '__proto__', 'prototype', '0'].flatMap(unknownItem),
  ...field(
    'ratings',
    ['ratings.respect', 'ratings.overall', 'ratings.kindness'],
    ['{"overall":9,"kindness":3,"respect":"4"}'],
  ),
  ...field('comment', ['comment'], ['7', 'true', '[]', '["Thank you"]', '{}', `"${'x'.repeat(4001)}"`]),
  ...field('comment', ['comment'], [`"${'😀'.repeat(2000)}!"`]),
  ...field('wording', ['wording'], ['99', '0', '-1', '"1"', '1.5', 'true', '[1]', '{}']),
  ...field('__proto__', ['__proto__'], ['{"isAdmin":true}', 'null', '5']),

  { ...whole('an array', `[${good}]`), at: ['id', 'region', 'ratings'] },
  whole('a number', '5'),
  whole('a string', '"5"'),
  whole('null', 'null'),
  whole('true', 'true'),
  whole('an empty body', ''),
  whole('spaces', '  \n'),
  whole('not JSON', 'overall=5'),
  whole('NaN', withText('ratings', '{"overall":NaN}')),
  whole('a rating of 05', withText('ratings', '{"overall":05}')),
  whole('cut short', good.slice(0, -2)),
  whole('a trailing comma', `${good.slice(0, -1)},}`),
  whole('two documents', good + good),
  whole('single quotes', good.replaceAll('"', "'")),
  whole('a line feed inside a string', withText('comment', '"Thank\nyou"')),
  { ...whole('30,000 arrays deep', nested), at: ['id', 'region', 'ratings'] },
  whole('30,000 arrays deep, never closed', '['.repeat(30_000)),
  whole('broken UTF-8', bytes(good.slice(0, -1), ',"comment":"', [0xc3, 0x28], '"}')),
  whole('a surrogate as UTF-8', bytes(good.slice(0, -1), ',"comment":"', [0xed, 0xa0, 0x80], '"}')),
  whole('Latin-1', bytes(good.slice(0, -1), ',"comment":"caf', [0xe9], '"}')),
  whole('UTF-16', bytes([0xff, 0xfe], [...Buffer.from(good, 'utf16le')])),
  ...field('comment', ['comment'], [nested]),
  ...field('ratings', ['ratings.overall'], [`{"overall":${nested}}`]),

  whole('over 64 KiB', overLimit, 413),
  { ...whole('over 64 KiB, without a length', overLimit, 413), chunked: true },
  whole('100,000 arrays deep', '['.repeat(100_000) + ']'.repeat(100_000), 413),
  { ...whole('8 MiB, without a length', `"${'x'.repeat(8 << 20)}"`, 413), chunked: true },

  ...[null, 'text/plain', 'application/x-www-form-urlencoded', 'text/json', 'application/jsonp', '*/*', ';'].map(
    (type) => typed(type),
  ),
  ...['application/problem+json', 'multipart/form-data; boundary=x', 'application/json, text/plain'].map((type) =>
    typed(type),
  ),
  typed('application/json; charset=utf-16', Buffer.from(good, 'utf16le')),
  typed('application/json; charset=iso-8859-1'),

  { what: 'an unknown region', status: 404, type: json, body: withText('region', '"nowhere"') },
  { what: 'a region in capitals', status: 404, type: json, body: withText('region', '"CENTRAL"') },
  { what: 'a region with a path in it', status: 404, type: json, body: withText('region', '"../central"') },
  { what: 'the region __proto__', status: 404, type: json, body: withText('region', '"__proto__"') },
  { what: 'a paper response', status: 403, at: ['channel'], type: json, body: withText('channel', '"paper"') },
];
