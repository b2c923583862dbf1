import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyRatings, aResponse } from '../test/a-response.ts';
import { items } from './items.ts';
import { channels, isChannel, noRatings, readResponse } from './response.ts';

/** The response that was read; fails the test where there are problems. */
function accepted(input: unknown) {
  const result = readResponse(input);
  if ('problems' in result) throw new Error(`refused: ${JSON.stringify(result.problems)}`);
  return result.response;
}

/** The paths of the problems, none for a response that was accepted. */
function refusedAt(input: unknown): string[] {
  const result = readResponse(input);
  return 'problems' in result ? result.problems.map((problem) => problem.path) : [];
}

/** As it comes over the wire: JSON makes an own `__proto__`, which no literal does. */
const parsed = (response: object, instead: Record<string, string>) =>
  JSON.parse(Object.entries(instead).reduce((json, [name, by]) => json.replaceAll(name, by), JSON.stringify(response)));

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
});

test('a response that skips nothing and hints at everything is read as it was sent', () => {
  const hints = { comment: 'Thank you', language: 'es', channel: 'embed', employee: 'k7', wording: 1 };
  fc.assert(
    fc.property(anyRatings, (ratings) => {
      expect(accepted(aResponse(ratings, hints))).toEqual(aResponse({ ...ratings }, hints));
    }),
  );
});

test('what is absent is null, and unknown keys are left behind', () => {
  const rest = { comment: null, language: null, channel: null, employee: null, wording: null };
  expect(accepted(aResponse())).toStrictEqual(aResponse({ overall: 5 }, rest));
  const unknown = { receivedAt: 1, constructor: { name: 'x' }, prototype: {}, ...rest };
  expect(accepted(aResponse({ overall: 5 }, unknown))).toStrictEqual(aResponse({ overall: 5 }, rest));
});

test('the id is read in lower case, and must be a UUID', () => {
  const id = 'C0FFEE00-0000-4000-8000-00000000ABCD';
  expect(accepted(aResponse({ overall: 5 }, { id })).id).toBe(id.toLowerCase());
  for (const bad of [undefined, null, 7, '', 'x', `${id}0`, `{${id}}`, `${id}\n`, id.replaceAll('-', '')]) {
    expect(refusedAt(aResponse({ overall: 5 }, { id: bad }))).toEqual(['id']);
  }
});

test('a missing field is named in its own words', () => {
  expect(readResponse({})).toEqual({
    problems: ['id', 'region', 'ratings'].map((path) => ({ path, message: 'Every response needs this.' })),
  });
  expect(readResponse('x')).toEqual({ problems: [{ path: '', message: 'A response is an object.' }] });
  expect(refusedAt(aResponse({ respect: 6 }, { region: '', comment: 4, wording: 2 }))).toEqual([
    'region',
    'ratings.respect',
    'comment',
    'wording',
  ]);
});

describe('ratings', () => {
  test('every value but the integers 1 to 5 is refused', () => {
    const near = fc.constantFrom<unknown>(0, 6, -1, 1.5, 5.000001, '5', '', null, true, 5n, [5], Number.NaN, Infinity);
    fc.assert(
      fc.property(fc.constantFrom(...items), fc.oneof(anything, near), (item, value) => {
        fc.pre(value !== undefined && ![1, 2, 3, 4, 5].includes(value as number));
        expect(refusedAt(aResponse({ [item]: value }))).toEqual([`ratings.${item}`]);
      }),
      { numRuns: 2000 },
    );
  });

  test('an item that is undefined was skipped and leaves no key', () => {
    expect(accepted(aResponse({ respect: 2, overall: undefined })).ratings).toStrictEqual({ respect: 2 });
  });

  test.each([[{}], [{ overall: undefined }], [[]]])('%j holds no rating and is refused', (ratings) => {
    expect(readResponse(aResponse(ratings))).toEqual({ problems: [{ path: 'ratings', message: noRatings }] });
  });

  test.each([null, 5, '5', true])('%j is no set of ratings', (ratings) => {
    expect(refusedAt(aResponse(ratings))).toEqual(['ratings']);
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'Overall', 'overall ', '', '0', 'a.b'])(
    'an item %j is unknown and refused by its dotted path, alone or beside a good one',
    (item) => {
      for (const ratings of [{ ITEM: 5 }, { overall: 5, ITEM: 5 }, { ITEM: { overall: 5 }, overall: 5 }]) {
        expect(refusedAt(parsed(aResponse(ratings), { ITEM: item }))).toEqual([`ratings.${item}`]);
      }
    },
  );
});

describe('a comment', () => {
  const commentOf = (comment: unknown) => accepted(aResponse({ overall: 5 }, { comment })).comment;
  const refused = (comment: unknown) => refusedAt(aResponse({ overall: 5 }, { comment }));

  test('is stored clean, and as null where nothing is left of it', () => {
    expect(commentOf('Gr\u0075\u0308\u00DFe\r\n\0von \uD800')).toBe('Gr\u00FC\u00DFe\nvon \uFFFD');
    for (const empty of ['', ' \n\t', '\0', '\r', undefined, null]) expect(commentOf(empty)).toBeNull();
  });

  test('has at most 4,000 UTF-16 units, counted once it is clean', () => {
    expect(commentOf('\u{1F600}'.repeat(2000))).toHaveLength(4000);
    expect(refused('\u{1F600}'.repeat(2000) + 'a')).toEqual(['comment']);
    expect(refused('a'.repeat(4001))).toEqual(['comment']);
    expect(commentOf('a\r\n\0'.repeat(2000))).toBe('a\n'.repeat(2000));
    expect(commentOf('e\u0301'.repeat(4000))).toBe('\u00E9'.repeat(4000));
    // U+0958 is composed to two letters.
    expect(refused('\u0958'.repeat(2001))).toEqual(['comment']);
  });

  test.each([[4], [true], [['a']], [{}]])('is text and not %j', (comment) => {
    expect(refused(comment)).toEqual(['comment']);
  });
});

test('a hint that is not short text is null and costs no answer', () => {
  const hints = fc.oneof(anything, fc.string({ minLength: 201, maxLength: 300 }));
  fc.assert(
    fc.property(fc.constantFrom('language', 'channel', 'employee'), hints, (hint, value) => {
      fc.pre(typeof value !== 'string' || value.length > 200);
      expect(accepted(aResponse({ overall: 5 }, { [hint]: value }))).toMatchObject({ [hint]: null });
    }),
  );
});

test('an own __proto__ is refused, whatever it holds', () => {
  for (const value of ['{"polluted":1}', 'null', '5', '{"ratings":{"overall":5}}']) {
    expect(
      refusedAt(parsed(aResponse({ overall: 5 }, { KEY: 'VALUE' }), { KEY: '__proto__', '"VALUE"': value })),
    ).toEqual(['__proto__']);
  }
});

test('nothing that is sent makes reading throw, and nothing reaches the prototype of objects', () => {
  const before = Reflect.ownKeys(Object.prototype);
  const field = fc.oneof(anything, fc.jsonValue());
  const nearly = fc.record(
    {
      id: field,
      region: field,
      ratings: fc.oneof(field, fc.dictionary(fc.constantFrom(...items, '__proto__'), field)),
    },
    { requiredKeys: [] },
  );
  const named = fc.dictionary(fc.constantFrom('__proto__', 'constructor', 'prototype', 'ratings'), field);
  fc.assert(
    fc.property(fc.oneof(anything, fc.jsonValue(), nearly, named), (input) => {
      const result = readResponse(input);
      expect('response' in result || result.problems.length > 0).toBe(true);
      expect(Reflect.ownKeys(Object.prototype)).toEqual(before);
    }),
    { numRuns: 3000 },
  );
  for (const ratings of [{ overall: 5, ITEM: { polluted: 1 } }, { ITEM: { prototype: { polluted: 1 } } }]) {
    for (const ITEM of ['__proto__', 'constructor'])
      readResponse(parsed({ ...aResponse(ratings), ITEM: ratings }, { ITEM }));
  }
  expect({}).not.toHaveProperty('polluted');
});

test('a channel is one of those we know', () => {
  expect(channels.every(isChannel)).toBe(true);
  expect([null, '', 'toString', 'Page', 'fax'].some(isChannel)).toBe(false);
});
