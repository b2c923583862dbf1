import { items } from './items.ts';
import { lowVolume, type Scores } from './scores.ts';
import { createTable, isExtreme, type Cell, type Table } from './cell-table.ts';
import { cheapestPath, isBridge, rangesOf, weakCut } from './cell-network.ts';
import { withheldRegions } from './suppression.ts';

// Which figures of a quarter are withheld outside the department (docs/design.md §3.10). The figures form a table: one row for
// each region and one for the department, one column for each item and one for the average. Every row adds up to its
// average's sum, and every column to the last row. So a single missing figure can be worked out from its neighbors
// unless others are missing too.

/** A department's figures for one quarter. */
export interface Group {
  regions: readonly Scores[];
  total: Scores;
}

/** The withheld cells, as `row/column`. Use {@link isWithheld} to read it. */
export type WithheldCells = ReadonlySet<string>;

/** The average's column, after the items' columns. */
export const averageColumn = items.length;

/** @param row a region's index. The department comes after the last region. */
export function isWithheld(withheld: WithheldCells, row: number, column: number): boolean {
  return withheld.has(`${row}/${column}`);
}

/** What readers know about the same people from other tables, which show the last row too. */
export interface OtherTables {
  /** Cells that are protected like small ones, as `row/column`. */
  small: ReadonlySet<string>;
  /** Cells that readers know already, so that they hide nothing. */
  known: ReadonlySet<string>;
  /** The fewest people that a sum of these cells can rest on, after subtracting other tables. */
  peopleBehind: (cells: readonly Cell[]) => number;
}

/**
 * Withholds what rests on 1 to 10 people, and as few other cells as it can find, until no one can work those out: not by
 * adding and subtracting, and not from how high and low the neighboring ratings can be.
 * @param also cells that are withheld in any case, because an earlier version withheld them.
 * @param others what readers know about the same people from other tables.
 */
export function withheldCells(
  { regions, total }: Group,
  also: WithheldCells = new Set(),
  others?: OtherTables,
): WithheldCells {
  const table = createTable(regions, total);
  const hidden = new Set(table.cells.filter(({ name }) => also.has(name)));
  const answered = table.cells.filter(({ row }) => table.responses[row]! > 0);
  if (total.responses > 0 && total.responses < lowVolume) return namesOf(answered);
  const wholeRows = withheldRegions(regions, total);
  for (const cell of table.cells) {
    const isSmall = cell.column !== averageColumn && cell.n > 0 && cell.n < lowVolume;
    if (isSmall || wholeRows.has(cell.row)) hidden.add(cell);
  }
  // The check of ranges comes last: it is the slowest, and little is missing by then.
  for (const check of [
    { bounds: false, ...others },
    { bounds: true, ...others },
  ]) {
    // Each round withholds more cells, so this ends.
    for (;;) {
      const more = cellsToAdd(table, hidden, check);
      if (more.length === 0) break;
      for (const cell of more) hidden.add(cell);
    }
  }
  return namesOf(hidden);
}

/** The regions' items that rest on 1 to 10 people, as `row/column`. */
export function smallCells({ regions, total }: Group): Set<string> {
  return namesOf(createTable(regions, total).cells.filter((cell) => cell.isBase && cell.n > 0 && cell.n < lowVolume));
}

/**
 * Whether the shown figures reveal nothing about cells that are small in this version of a quarter or in another one.
 * @param small the small cells. More people may have rated them here, but two versions together would reveal few.
 * @param known hidden cells that readers know or can work out (see {@link cellsThatFollow}).
 */
export function isSafe(
  { regions, total }: Group,
  withheld: WithheldCells,
  { small, known }: { small: ReadonlySet<string>; known: ReadonlySet<string> },
): boolean {
  const table = createTable(regions, total);
  const hidden = new Set(table.cells.filter(({ name }) => withheld.has(name)));
  return cellsToAdd(table, hidden, { bounds: true, small, known }).length === 0;
}

/**
 * The hidden items of regions that a mean of 1.00 or 5.00 reveals, which is accepted, and with them those that readers
 * can then work out by adding and subtracting.
 * @param known cells that readers know from another version.
 */
export function cellsThatFollow(
  { regions, total }: Group,
  withheld: WithheldCells,
  known: ReadonlySet<string>,
): { accepted: Set<string>; workedOut: Set<string> } {
  const table = createTable(regions, total);
  const hidden = new Set(table.cells.filter(({ name, n }) => withheld.has(name) && n > 0));
  const revealed = revealedCells(table, hidden);
  const unknown = [...hidden].filter((cell) => !revealed.has(cell) && !known.has(cell.name));
  const workedOut = unknown.filter((cell) => isBridge(table, cell, unknown));
  return {
    accepted: namesOf([...hidden].filter((cell) => cell.isBase && revealed.has(cell))),
    workedOut: namesOf(workedOut.filter(({ isBase }) => isBase)),
  };
}

/**
 * The cells to withhold in addition to the hidden ones. Empty if the rest reveals no small group.
 * @param check whether to check ranges as well, which other cells to protect like small ones, and which hidden ones
 * readers know from another version or table.
 */
function cellsToAdd(
  table: Table,
  hidden: ReadonlySet<Cell>,
  check: { bounds: boolean } & Partial<OtherTables>,
): Cell[] {
  const revealed = revealedCells(table, hidden);
  const unknown = [...hidden].filter((cell) => cell.n > 0 && !revealed.has(cell) && !check.known?.has(cell.name));
  const isSmall = (cell: Cell) => cell.isBase && (cell.n < lowVolume || check.small?.has(cell.name) === true);
  const small = unknown.filter(isSmall);
  if (small.length === 0) return [];
  const ranges = check.bounds ? rangesOf(table, unknown) : undefined;
  const isLoose = (cell: Cell) => ranges === undefined || ranges.get(cell)! >= wholeAnswer;
  const covers = new Set(unknown.filter((cell) => !isSmall(cell) && isLoose(cell)));
  const stuck = small.find((cell) => !isLoose(cell));
  const weak = stuck ?? weakCut(table, small, covers, check.peopleBehind);
  if (weak === undefined) return [];

  const isElsewhere = (cell: Cell) =>
    check.peopleBehind !== undefined && (cell.row === table.totalRow || check.known?.has(cell.name) === true);
  const mayHide = (cell: Cell) =>
    !hidden.has(cell) && !revealed.has(cell) && cell.n >= lowVolume && cell.cost !== null && !isElsewhere(cell);
  // A cell that already hides others costs nothing more. If those do not leave the sum open, others are needed.
  const costOf = (cell: Cell) => (covers.has(cell) ? 0 : mayHide(cell) ? cell.cost : null);
  const costOfNew = (cell: Cell) => (mayHide(cell) ? cell.cost : null);
  for (const cost of [costOf, costOfNew]) {
    const path = cheapestPath(table, weak, cost);
    const more = path?.filter((cell) => !hidden.has(cell)) ?? [];
    // A region whose average is withheld shows nothing at all.
    const rows = new Set(more.filter(({ column }) => column === averageColumn).map(({ row }) => row));
    if (more.length > 0) return [...more, ...table.cells.filter((cell) => rows.has(cell.row) && !hidden.has(cell))];
  }
  // As a last resort, withhold all items, and then everything.
  const rest = table.cells.filter((cell) => !hidden.has(cell) && table.responses[cell.row]! > 0);
  const restOfItems = rest.filter(({ column }) => column !== averageColumn);
  return restOfItems.length > 0 ? restOfItems : rest;
}

/** A hidden sum must have at least this range, so that one person's rating can still be anything from 1 to 5. */
const wholeAnswer = 4;

/** The cells that a shown mean of 1.00 or 5.00 reveals. */
function revealedCells(table: Table, hidden: ReadonlySet<Cell>): Set<Cell> {
  const shown = table.cells.filter((cell) => !hidden.has(cell) && isExtreme(cell));
  const rows = new Set(shown.filter(({ column }) => column === averageColumn).map(({ row }) => row));
  const columns = new Set(shown.filter(({ row }) => row === table.totalRow).map(({ column }) => column));
  const isAll = rows.has(table.totalRow);
  return new Set(table.cells.filter(({ row, column }) => isAll || rows.has(row) || columns.has(column)));
}

function namesOf(cells: Iterable<Cell>): Set<string> {
  return new Set([...cells].map(({ name }) => name));
}
