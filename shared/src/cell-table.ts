import { items } from './items.ts';
import type { Scores } from './scores.ts';

/** One figure for a quarter: an item or the average, for one region or for the whole department. */
export interface Cell {
  /** `row/column`. */
  name: string;
  row: number;
  column: number;
  sum: number;
  /** Ratings, of 1 to 5 each. */
  n: number;
  /** Whether it is a region's item. All other cells are sums of these. */
  isBase: boolean;
  /** What readers lose if it is withheld to protect another cell, or null if it never is. */
  cost: number | null;
}

/** The figures of a quarter as a table. */
export interface Table {
  cells: readonly Cell[];
  totalRow: number;
  /** How many people responded, by row. */
  responses: readonly number[];
}

/** A region's items are withheld first, then whole regions, then the department's own figures. */
const costs = { item: 1, region: 1e6, total: 1e9 };

export function createTable(regions: readonly Scores[], total: Scores): Table {
  const totalRow = regions.length;
  const cells = [...regions, total].flatMap((scores, row): Cell[] => [
    ...items.map((item, column): Cell => {
      const { sum, n } = scores.items[item];
      const isBase = row !== totalRow;
      return { name: `${row}/${column}`, row, column, sum, n, isBase, cost: n + (isBase ? costs.item : costs.total) };
    }),
    {
      name: `${row}/${items.length}`,
      row,
      column: items.length,
      sum: scores.sum,
      n: scores.n,
      isBase: false,
      cost: row === totalRow ? null : scores.n + costs.region,
    },
  ]);
  return { cells, totalRow, responses: [...regions, total].map(({ responses }) => responses) };
}

/** Whether its mean is 1.00 or 5.00, which reveals everyone's rating. */
export function isExtreme({ sum, n }: Cell): boolean {
  return n > 0 && (sum === n || sum === 5 * n);
}
