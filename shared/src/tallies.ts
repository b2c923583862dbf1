import { eachItem, items, scale, type Item, type Rating, type Ratings } from './items.ts';

/** How many ratings of 1, 2, 3, 4 and 5 an item got. */
export type Distribution = readonly [number, number, number, number, number];

/** The respondents who each gave `k` ratings that sum to `s`. There are at most 90 such cells. */
export interface ResponseCell {
  k: number;
  s: number;
  responses: number;
}

/** The two tallies of a set of responses (docs/design.md §3.6): everything that is published can be had from them. */
export interface Tallies {
  ratings: Record<Item, Distribution>;
  /** In the order of k, then s; no cell is empty. */
  responses: readonly ResponseCell[];
}

export const noTallies: Tallies = { ratings: eachItem(() => [0, 0, 0, 0, 0]), responses: [] };

/** The tallies of one response. */
export function tallyOf(ratings: Ratings): Tallies {
  const given = items.flatMap((item) => ratings[item] ?? []);
  const sum = given.reduce<number>((total, rating) => total + rating, 0);
  return {
    ratings: eachItem((item) => distribution((value) => (ratings[item] === value ? 1 : 0))),
    responses: given.length === 0 ? [] : [{ k: given.length, s: sum, responses: 1 }],
  };
}

/** The tallies of two sets of responses that share none. */
export function mergeTallies(a: Tallies, b: Tallies): Tallies {
  return {
    ratings: eachItem((item) => distribution((value) => a.ratings[item][value - 1]! + b.ratings[item][value - 1]!)),
    responses: mergeCells([...a.responses, ...b.responses]),
  };
}

/** Cells in order, those of the same k and s as one, empty ones left out. */
export function mergeCells(cells: readonly ResponseCell[]): ResponseCell[] {
  const merged = new Map<string, ResponseCell>();
  for (const { k, s, responses } of cells) {
    const before = merged.get(`${k}/${s}`)?.responses ?? 0;
    merged.set(`${k}/${s}`, { k, s, responses: before + responses });
  }
  return [...merged.values()].filter((cell) => cell.responses !== 0).toSorted((a, b) => a.k - b.k || a.s - b.s);
}

/** A distribution from how often each value was given. */
export function distribution(countOf: (value: Rating) => number): Distribution {
  return scale.map(countOf) as unknown as Distribution;
}
