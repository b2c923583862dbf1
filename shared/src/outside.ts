import { eachItem, items, type Item } from './items.ts';
import type { ItemScores, Scores } from './scores.ts';
import { shownSpread, type ShownSpread } from './spread.ts';
import { averageColumn, isWithheld, withheldCells, type Group, type WithheldCells } from './withheld-cells.ts';

// The one way out of the department (docs/design.md §3.10): it takes a quarter's figures and returns those that leave. Whatever is
// shown outside takes this result, whose type nothing else makes.

declare const mark: unique symbol;
/** What has been through {@link outsideFigures}. */
export type Outside<T> = T & { readonly [mark]: 'outside' };

/** An item's figures as they leave. Where `n` is null, all are withheld; the last two may be withheld by themselves. */
export type OutsideItem = { [Figure in keyof ItemScores]: ItemScores[Figure] | null };

/** The figures of a group that is shown, some of its items withheld. */
export type ShownScores = Omit<Scores, 'items'> & { items: Record<Item, OutsideItem> };

/** The figures of a group of which nothing is shown. */
export interface WithheldScores {
  responses: null;
  sum: null;
  n: null;
  average: null;
  status: 'suppressed';
  interval: null;
  items: Record<Item, { sum: null; n: null; mean: null; distribution: null; topTwo: null }>;
}

export type OutsideScores = ShownScores | WithheldScores;

export interface OutsideGroup {
  /** In the order of the regions that were given. */
  regions: OutsideScores[];
  total: OutsideScores;
}

interface Options {
  /** What is withheld, where it was worked out before, beside other versions of the quarter. */
  withheld?: WithheldCells;
  /** A restated quarter has none: the spread of what changed would follow from two of them. */
  hasSpread?: boolean;
}

/** A quarter's figures as they leave the department. */
export function outsideFigures(group: Group, options: Options = {}): Outside<OutsideGroup> {
  const { withheld = withheldCells(group), hasSpread = true } = options;
  const rows = [...group.regions, group.total];
  const spreads = items.map((item, column) =>
    shownSpread(
      group.regions.map((region) => region.items[item]),
      group.total.items[item],
      (row) => hasSpread && !isWithheld(withheld, row, column),
    ),
  );
  const scores = rows.map((row, place) => scoresOutside(row, place, withheld, spreads));
  return { regions: scores.slice(0, -1), total: scores.at(-1)! } as Outside<OutsideGroup>;
}

function scoresOutside(scores: Scores, row: number, withheld: WithheldCells, spreads: ShownSpread[]): OutsideScores {
  if (isWithheld(withheld, row, averageColumn)) return nothing;
  const { responses, sum, n, average, status, interval } = scores;
  const entries = items.map((item, column): [Item, OutsideItem] => {
    if (isWithheld(withheld, row, column)) return [item, nothingOfAnItem];
    const { distribution, topTwo, ...figures } = scores.items[item];
    const { topTwo: showsTopTwo, distribution: showsDistribution } = spreads[column]!;
    const spread = {
      distribution: showsDistribution.has(row) ? distribution : null,
      topTwo: showsTopTwo.has(row) ? topTwo : null,
    };
    return [item, { ...figures, ...spread }];
  });
  const shown = Object.fromEntries(entries) as Record<Item, OutsideItem>;
  return { responses, sum, n, average, status, interval, items: shown };
}

const nothingOfAnItem = { sum: null, n: null, mean: null, distribution: null, topTwo: null };

const nothing: WithheldScores = {
  responses: null,
  sum: null,
  n: null,
  average: null,
  status: 'suppressed',
  interval: null,
  items: eachItem(() => nothingOfAnItem),
};
