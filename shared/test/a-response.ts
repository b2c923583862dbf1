import fc from 'fast-check';
import { eachItem, scale, type Ratings } from '../src/items.ts';

/** A response as a client sends it, for tests: `aResponse({ overall: 2 }, { comment: 'Thanks' })`. */
export function aResponse(ratings: unknown = { overall: 5 }, rest: Record<string, unknown> = {}) {
  return { id: '0190a000-0000-7000-8000-000000000001', region: 'central', ratings, ...rest };
}

/** What any one respondent may have rated, for tests: some of the six, at least one. */
export const anyRatings: fc.Arbitrary<Ratings> = fc
  .record(
    eachItem(() => fc.constantFrom(...scale)),
    { requiredKeys: [] },
  )
  .filter((ratings) => Object.keys(ratings).length > 0);

/** The ratings of up to sixty respondents, for tests; at times all of them gave nothing but one and the same value. */
export const anyResponses: fc.Arbitrary<Ratings[]> = fc.oneof(
  { weight: 5, arbitrary: fc.array(anyRatings, { maxLength: 60, size: 'max' }) },
  { weight: 2, arbitrary: fc.array(anyRatings, { maxLength: 4 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.array(anyRatings, { maxLength: 20 }), fc.constantFrom(...scale))
      .map(([responses, value]) =>
        responses.map((ratings) => Object.fromEntries(Object.keys(ratings).map((item) => [item, value]))),
      ),
  },
);
