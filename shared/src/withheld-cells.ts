import { items } from './items.ts';
import { lowVolume, type Scores } from './scores.ts';
import { createTable, isExtreme, type Cell, type Table } from './cell-table.ts';
import { cheapestPath, rangesOf, weakCut } from './cell-network.ts';
import { withheldRegions } from './suppression.ts';

// Which figures of a quarter are withheld outside the department (docs/design.md §3.10). The figures are a table: a row for each
// region and one for all together, a column for each item and one for the average. Every row adds up to its average's sum,
// every column to the last row, so a figure that is missing follows from those beside it unless others are missing too.

/** A department's quarter. */
export interface Group {
  regions: readonly Scores[];
  total: Scores;
}

/** The withheld cells, as `row/column`; {@link isWithheld} reads it. */
export type WithheldCells = ReadonlySet<string>;

/** The column of the average, beside those of the items. */
export const averageColumn = items.length;

/** @param row a region's place; that of all together comes after the last one. */
export function isWithheld(withheld: WithheldCells, row: number, column: number): boolean {
  return withheld.has(`${row}/${column}`);
}

/**
 * Withholds what stands on 1 to 10 people, and as little else as it finds until nothing follows that does: neither by
 * adding and subtracting, nor because the ratings beside it cannot be higher or lower than they are.
 * @param also cells that are withheld whatever they stand on, since an earlier version withheld them.
 */
export function withheldCells({ regions, total }: Group, also: WithheldCells = new Set()): WithheldCells {
  const table = createTable(regions, total);
  const hidden = new Set(table.cells.filter(({ name }) => also.has(name)));
  const anybodys = table.cells.filter(({ row }) => table.responses[row]! > 0);
  if (total.responses > 0 && total.responses < lowVolume) return namesOf(anybodys);
  const wholeRows = withheldRegions(regions, total);
  for (const cell of table.cells) {
    const isSmall = cell.column !== averageColumn && cell.n > 0 && cell.n < lowVolume;
    if (isSmall || wholeRows.has(cell.row)) hidden.add(cell);
  }
  // How far sums are open is looked at last: it takes longest, and by then little is missing.
  for (const check of [{ bounds: false }, { bounds: true }]) {
    // Each round withholds something more.
    for (;;) {
      const more = whatIsMissing(table, hidden, check);
      if (more.length === 0) break;
      for (const cell of more) hidden.add(cell);
    }
  }
  return namesOf(hidden);
}

/** The items of regions that stand on 1 to 10 people, as `row/column`. */
export function smallCells({ regions, total }: Group): Set<string> {
  return namesOf(createTable(regions, total).cells.filter((cell) => cell.isBase && cell.n > 0 && cell.n < lowVolume));
}

/**
 * Whether nothing follows about what is small in this version of a quarter, or in another one.
 * @param small what is: more people may have rated it here, but from two versions it would follow about few.
 */
export function isSafe({ regions, total }: Group, withheld: WithheldCells, small: ReadonlySet<string>): boolean {
  const table = createTable(regions, total);
  const hidden = new Set(table.cells.filter(({ name }) => withheld.has(name)));
  return whatIsMissing(table, hidden, { bounds: true, small }).length === 0;
}

/**
 * What has to be withheld beside the hidden cells; nothing where no small group follows from the rest.
 * @param check whether a sum is open too, as far as the ratings beside it can move; and what else is kept like small cells.
 */
function whatIsMissing(
  table: Table,
  hidden: ReadonlySet<Cell>,
  check: { bounds: boolean; small?: ReadonlySet<string> },
): Cell[] {
  const told = toldCells(table, hidden);
  const unknown = [...hidden].filter((cell) => cell.n > 0 && !told.has(cell));
  const isSmall = (cell: Cell) => cell.isBase && (cell.n < lowVolume || check.small?.has(cell.name) === true);
  const small = unknown.filter(isSmall);
  if (small.length === 0) return [];
  const ranges = check.bounds ? rangesOf(table, unknown) : undefined;
  const isLoose = (cell: Cell) => ranges === undefined || ranges.get(cell)! >= wholeAnswer;
  const covers = new Set(unknown.filter((cell) => !isSmall(cell) && isLoose(cell)));
  const stuck = small.find((cell) => !isLoose(cell));
  const weak = stuck ?? weakCut(table, small, covers);
  if (weak === undefined) return [];

  const mayHide = (cell: Cell) => !hidden.has(cell) && !told.has(cell) && cell.n >= lowVolume && cell.cost !== null;
  // A cover that is there already costs nothing more. Where those do not let the sum move, others are needed.
  const costOf = (cell: Cell) => (covers.has(cell) ? 0 : mayHide(cell) ? cell.cost : null);
  const afresh = (cell: Cell) => (mayHide(cell) ? cell.cost : null);
  for (const cost of [costOf, afresh]) {
    const path = cheapestPath(table, weak, cost);
    const more = path?.filter((cell) => !hidden.has(cell)) ?? [];
    // Without its average, nothing of a region is shown.
    const rows = new Set(more.filter(({ column }) => column === averageColumn).map(({ row }) => row));
    if (more.length > 0) return [...more, ...table.cells.filter((cell) => rows.has(cell.row) && !hidden.has(cell))];
  }
  // All items first, then all there is.
  const rest = table.cells.filter((cell) => !hidden.has(cell) && table.responses[cell.row]! > 0);
  const restOfItems = rest.filter(({ column }) => column !== averageColumn);
  return restOfItems.length > 0 ? restOfItems : rest;
}

/** So far a hidden sum has to be open: one person's rating may still be anything from 1 to 5. */
const wholeAnswer = 4;

/** Hidden, but told by a mean of 1.00 or 5.00 that is shown; which is accepted (docs/design.md §3.10). */
function toldCells(table: Table, hidden: ReadonlySet<Cell>): Set<Cell> {
  const shown = table.cells.filter((cell) => !hidden.has(cell) && isExtreme(cell));
  const rows = new Set(shown.filter(({ column }) => column === averageColumn).map(({ row }) => row));
  const columns = new Set(shown.filter(({ row }) => row === table.totalRow).map(({ column }) => column));
  const isAll = rows.has(table.totalRow);
  return new Set(table.cells.filter(({ row, column }) => isAll || rows.has(row) || columns.has(column)));
}

function namesOf(cells: Iterable<Cell>): Set<string> {
  return new Set([...cells].map(({ name }) => name));
}
