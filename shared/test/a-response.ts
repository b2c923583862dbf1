import fc from 'fast-check';
import { eachItem, scale, type Ratings } from '../src/items.ts';

/** Builds a response as a client sends it: `aResponse({ overall: 2 }, { comment: 'Thanks' })`. */
export function aResponse(ratings: unknown = { overall: 5 }, rest: Record<string, unknown> = {}) {
  return { id: '0190a000-0000-7000-8000-000000000001', region: 'central', ratings, ...rest };
}

/** Random ratings of one respondent: at least one of the six items. */
export const anyRatings: fc.Arbitrary<Ratings> = fc
  .record(
    eachItem(() => fc.constantFrom(...scale)),
    { requiredKeys: [] },
  )
  .filter((ratings) => Object.keys(ratings).length > 0);

/** Random ratings of up to sixty respondents. Sometimes everyone gives the same value. */
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
