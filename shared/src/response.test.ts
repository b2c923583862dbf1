import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyRatings, aResponse } from '../test/a-response.ts';
import { items } from './items.ts';
import { channels, isChannel, noRatings, readResponse } from './response.ts';

/** The response that was read. Fails the test if there are problems. */
function accepted(input: unknown) {
  const result = readResponse(input);
  if ('problems' in result) throw new Error(`rejected: ${JSON.stringify(result.problems)}`);
  return result.response;
}

/** The paths of the problems. Empty for an accepted response. */
function rejectedAt(input: unknown): string[] {
  const result = readResponse(input);
  return 'problems' in result ? result.problems.map((problem) => problem.path) : [];
}

/** As sent over the wire: JSON can create an own `__proto__` key, which a literal cannot. */
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

test('reads a complete response exactly as it was sent', () => {
  const hints = {
    ...{ comment: 'Thank you', language: 'es', channel: 'embed', employee: 'k7', wording: 1, mayShow: true },
    ...{ group: 'client', campaign: 'lobby-2026' },
  };
  fc.assert(
    fc.property(anyRatings, (ratings) => {
      expect(accepted(aResponse(ratings, hints))).toEqual(aResponse({ ...ratings }, hints));
    }),
  );
});

test('reads absent hints as null and drops unknown keys', () => {
  const hints = { language: null, channel: null, employee: null, group: null, campaign: null };
  const rest = { comment: null, ...hints, wording: null, mayShow: false };
  expect(accepted(aResponse())).toStrictEqual(aResponse({ overall: 5 }, rest));
  const unknown = { receivedAt: 1, constructor: { name: 'x' }, prototype: {}, ...rest };
  expect(accepted(aResponse({ overall: 5 }, unknown))).toStrictEqual(aResponse({ overall: 5 }, rest));
});

test('reads the permission to show the comment, and counts anything unknown as no permission', () => {
  const read = (mayShow: unknown, comment: unknown = 'Thank you') =>
    accepted(aResponse({ overall: 5 }, { comment, mayShow })).mayShow;
  expect([true, 'on', 'true', '1'].map((given) => read(given))).toEqual([true, true, true, true]);
  const others = [false, null, undefined, '', 'yes', 'ON', '0', 1, {}, [true], ['on', 'on'], Number.NaN];
  expect(others.filter((given) => read(given))).toEqual([]);
});

test('reads no permission to show a comment that was not written', () => {
  for (const comment of [null, undefined, '', ' \n', '\u0000']) {
    expect(accepted(aResponse({ overall: 5 }, { comment, mayShow: true })).mayShow).toBe(false);
  }
});

test('reads the id in lower case and rejects anything but a UUID', () => {
  const id = 'C0FFEE00-0000-4000-8000-00000000ABCD';
  expect(accepted(aResponse({ overall: 5 }, { id })).id).toBe(id.toLowerCase());
  for (const bad of [undefined, null, 7, '', 'x', `${id}0`, `{${id}}`, `${id}\n`, id.replaceAll('-', '')]) {
    expect(rejectedAt(aResponse({ overall: 5 }, { id: bad }))).toEqual(['id']);
  }
});

test('names every missing or wrong field', () => {
  expect(readResponse({})).toEqual({
    problems: ['id', 'region', 'ratings'].map((path) => ({ path, message: 'This field is required.' })),
  });
  expect(readResponse('x')).toEqual({ problems: [{ path: '', message: 'A response must be an object.' }] });
  expect(rejectedAt(aResponse({ respect: 6 }, { region: '', comment: 4, wording: 2 }))).toEqual([
    'region',
    'ratings.respect',
    'comment',
    'wording',
  ]);
});

describe('ratings', () => {
  test('rejects every value except the integers 1 to 5', () => {
    const near = fc.constantFrom<unknown>(0, 6, -1, 1.5, 5.000001, '5', '', null, true, 5n, [5], Number.NaN, Infinity);
    fc.assert(
      fc.property(fc.constantFrom(...items), fc.oneof(anything, near), (item, value) => {
        fc.pre(value !== undefined && ![1, 2, 3, 4, 5].includes(value as number));
        expect(rejectedAt(aResponse({ [item]: value }))).toEqual([`ratings.${item}`]);
      }),
      { numRuns: 2000 },
    );
  });

  test('reads an undefined item as skipped', () => {
    expect(accepted(aResponse({ respect: 2, overall: undefined })).ratings).toStrictEqual({ respect: 2 });
  });

  test.each([[{}], [{ overall: undefined }], [[]]])('rejects %j because it rates nothing', (ratings) => {
    expect(readResponse(aResponse(ratings))).toEqual({ problems: [{ path: 'ratings', message: noRatings }] });
  });

  test.each([null, 5, '5', true])('rejects %j as ratings', (ratings) => {
    expect(rejectedAt(aResponse(ratings))).toEqual(['ratings']);
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'Overall', 'overall ', '', '0', 'a.b'])(
    'rejects the unknown item %j and names its path, alone or next to a valid item',
    (item) => {
      for (const ratings of [{ ITEM: 5 }, { overall: 5, ITEM: 5 }, { ITEM: { overall: 5 }, overall: 5 }]) {
        expect(rejectedAt(parsed(aResponse(ratings), { ITEM: item }))).toEqual([`ratings.${item}`]);
      }
    },
  );
});

describe('a comment', () => {
  const commentOf = (comment: unknown) => accepted(aResponse({ overall: 5 }, { comment })).comment;
  const rejected = (comment: unknown) => rejectedAt(aResponse({ overall: 5 }, { comment }));

  test('is cleaned, and is null if nothing is left', () => {
    expect(commentOf('Gr\u0075\u0308\u00DFe\r\n\0von \uD800')).toBe('Gr\u00FC\u00DFe\nvon \uFFFD');
    for (const empty of ['', ' \n\t', '\0', '\r', undefined, null]) expect(commentOf(empty)).toBeNull();
  });

  test('has at most 4,000 UTF-16 units, counted after cleaning', () => {
    expect(commentOf('\u{1F600}'.repeat(2000))).toHaveLength(4000);
    expect(rejected('\u{1F600}'.repeat(2000) + 'a')).toEqual(['comment']);
    expect(rejected('a'.repeat(4001))).toEqual(['comment']);
    expect(commentOf('a\r\n\0'.repeat(2000))).toBe('a\n'.repeat(2000));
    expect(commentOf('e\u0301'.repeat(4000))).toBe('\u00E9'.repeat(4000));
    // Composing turns U+0958 into two characters.
    expect(rejected('\u0958'.repeat(2001))).toEqual(['comment']);
  });

  test.each([[4], [true], [['a']], [{}]])('must be text, not %j', (comment) => {
    expect(rejected(comment)).toEqual(['comment']);
  });
});

test('reads a hint that is not short text as null and accepts the response', () => {
  const hints = fc.oneof(anything, fc.string({ minLength: 201, maxLength: 300 }));
  fc.assert(
    fc.property(fc.constantFrom('language', 'channel', 'employee'), hints, (hint, value) => {
      fc.pre(typeof value !== 'string' || value.length > 200);
      expect(accepted(aResponse({ overall: 5 }, { [hint]: value }))).toMatchObject({ [hint]: null });
    }),
  );
});

test('rejects an own __proto__ key with any value', () => {
  for (const value of ['{"polluted":1}', 'null', '5', '{"ratings":{"overall":5}}']) {
    expect(
      rejectedAt(parsed(aResponse({ overall: 5 }, { KEY: 'VALUE' }), { KEY: '__proto__', '"VALUE"': value })),
    ).toEqual(['__proto__']);
  }
});

test('never throws, and never changes the prototype of objects', () => {
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

test('recognizes only known channels', () => {
  expect(channels.every(isChannel)).toBe(true);
  expect([null, '', 'toString', 'Page', 'fax'].some(isChannel)).toBe(false);
});
