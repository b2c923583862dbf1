import { items } from './items.ts';
import { lowVolume } from './scores.ts';
import type { Cell, Table } from './cell-table.ts';

// The hidden cells of a table as a network: rows and columns are points, and each hidden cell is a line between two
// points. Every known row and column adds up, so a hidden sum can change only together with others, around a loop.

/** Rows first, then columns. */
const columnPoint = ({ totalRow }: Table, { column }: Cell) => totalRow + 1 + column;
const pointsOf = ({ totalRow }: Table) => totalRow + 1 + items.length + 1;

/** A sum on the other side of the equal sign: a region's average, or an item's total. */
const isMargin = ({ totalRow }: Table, { row, column }: Cell) => (row === totalRow) !== (column === items.length);

/** Ranges are counted only up to this: one rating can be anything from 1 to 5. */
const enough = 4;

interface Line {
  cell: Cell;
  from: number;
  to: number;
}

/** The indexes of the lines at each point. */
type LinesAt = ReadonlyMap<number, readonly number[]>;

/**
 * How many other values each of these sums could have, counted up to 4, as seen by a reader who knows all other cells
 * and how many ratings are behind each one. Each rating is 1 to 5.
 */
export function rangesOf(table: Table, hidden: readonly Cell[]): Map<Cell, number> {
  const lines = hidden.map((cell): Line => ({ cell, from: cell.row, to: columnPoint(table, cell) }));
  const room = lines.flatMap(({ cell }) => {
    const [up, down] = [5 * cell.n - cell.sum, cell.sum - cell.n];
    return isMargin(table, cell) ? [down, up] : [up, down];
  });
  const indexes = [...lines.keys()];
  const linesAt: LinesAt = new Map([
    ...Map.groupBy(indexes, (at) => lines[at]!.from),
    ...Map.groupBy(indexes, (at) => lines[at]!.to),
  ]);
  return new Map(
    lines.map(({ cell, from, to }, at) => {
      const more = Math.min(room[2 * at]!, flow(lines, linesAt, room, at, to, from));
      const less = Math.min(room[2 * at + 1]!, flow(lines, linesAt, room, at, from, to));
      return [cell, Math.min(enough, more + less)];
    }),
  );
}

/** How much can move from one point to another without using the line `without`. @param room forward and back, by line. */
function flow(
  lines: readonly Line[],
  linesAt: LinesAt,
  room: readonly number[],
  without: number,
  from: number,
  to: number,
): number {
  const left = [...room];
  left[2 * without] = left[2 * without + 1] = 0;
  let shifted = 0;
  while (shifted < enough) {
    const came = breadthFirst(lines, linesAt, left, from, to);
    if (came === undefined) break;
    const path: number[] = [];
    for (let point = to; point !== from;) {
      const arc = came.get(point)!;
      path.push(arc);
      point = arc % 2 === 0 ? lines[arc >> 1]!.from : lines[arc >> 1]!.to;
    }
    const amount = Math.min(enough - shifted, ...path.map((arc) => left[arc]!));
    for (const arc of path) {
      left[arc]! -= amount;
      left[arc ^ 1]! += amount;
    }
    shifted += amount;
  }
  return shifted;
}

/** The arc by which each point is first reached, or undefined if `to` is not reached. An even arc runs from row to column. */
function breadthFirst(
  lines: readonly Line[],
  linesAt: LinesAt,
  left: readonly number[],
  from: number,
  to: number,
): Map<number, number> | undefined {
  const came = new Map<number, number>([[from, -1]]);
  const queue = [from];
  for (const point of queue) {
    for (const at of linesAt.get(point) ?? []) {
      const line = lines[at]!;
      const [arc, next] = line.from === point ? [2 * at, line.to] : [2 * at + 1, line.from];
      if (left[arc] === 0 || came.has(next)) continue;
      came.set(next, arc);
      if (next === to) return came;
      queue.push(next);
    }
  }
  return undefined;
}

/** With more parts than this, the search would take too long, and the cells count as revealed. */
const maxParts = 13;

/**
 * A small cell that belongs to a sum which a reader could work out and which rests on 1 to 10 people. Adding up rows and
 * columns, with any factors, leaves the cells between two sides of the network, and a cell of many people among them
 * hides the others. So what a reader can learn about few people is the small cells between two sides that no larger cell
 * connects.
 * @param covers the hidden cells of more people whose sums cannot be worked out.
 * @param people the fewest people that a sum of these cells can rest on.
 */
export function weakCut(
  table: Table,
  small: readonly Cell[],
  covers: Iterable<Cell>,
  people: (cells: readonly Cell[]) => number = (cells) => peopleBehind(table, cells),
): Cell | undefined {
  const part = joined(table, covers);
  const between = small.filter((cell) => part(cell.row) !== part(columnPoint(table, cell)));
  const connected = joined(table, [...covers, ...small]);
  const groups = Map.groupBy(between, (cell) => connected(cell.row));
  for (const cells of groups.values()) {
    const parts = [...new Set(cells.flatMap((cell) => [part(cell.row), part(columnPoint(table, cell))]))];
    if (parts.length > maxParts) return cells[0];
    // The last part stays on its side, because the mirror image is the same cut.
    for (let side = 1; side < 2 ** (parts.length - 1); side += 1) {
      const isHere = (point: number) => ((side >> parts.indexOf(part(point))) & 1) === 1;
      const cut = cells.filter((cell) => isHere(cell.row) !== isHere(columnPoint(table, cell)));
      // A cell that rests on more people here may still be small in another version, so it is protected too.
      const isWeak = cut.some(({ n }) => n >= lowVolume) || people(cut) < lowVolume;
      if (cut.length > 0 && isWeak) return cut[0];
    }
  }
  return undefined;
}

/** The fewest people it can be. People in one region may be the same; people in two regions are not. */
function peopleBehind({ cells, responses }: Table, some: readonly Cell[]): number {
  return [...Map.groupBy(some, ({ row }) => row)].reduce((sum, [row, ofRow]) => {
    const rated = cells.filter((cell) => cell.isBase && cell.row === row && cell.n > 0);
    return sum + (rated.length === ofRow.length ? responses[row]! : Math.max(...ofRow.map(({ n }) => n)));
  }, 0);
}

/** Whether a hidden sum follows from the rows and columns: no loop of hidden cells goes through it. */
export function isBridge(table: Table, cell: Cell, hidden: readonly Cell[]): boolean {
  const part = joined(
    table,
    hidden.filter((other) => other !== cell),
  );
  return part(cell.row) !== part(columnPoint(table, cell));
}

/** Which points these cells connect: a function that returns a point's part. */
function joined(table: Table, cells: Iterable<Cell>): (point: number) => number {
  const up = Array.from({ length: pointsOf(table) }, (_, point) => point);
  const find = (point: number): number => (up[point] === point ? point : (up[point] = find(up[point]!)));
  for (const cell of cells) up[find(cell.row)] = find(columnPoint(table, cell));
  return find;
}

/** The cheapest path of cells from the cell's row to its column that avoids the cell, or undefined if there is none. */
export function cheapestPath(table: Table, around: Cell, costOf: (cell: Cell) => number | null): Cell[] | undefined {
  const [start, end] = [around.row, columnPoint(table, around)];
  const usable = table.cells.filter((cell) => cell !== around && costOf(cell) !== null);
  const best = new Map<number, { cost: number; path: Cell[] }>([[start, { cost: 0, path: [] }]]);
  const done = new Set<number>();
  for (;;) {
    const [next] = [...best].filter(([point]) => !done.has(point)).toSorted(([, a], [, b]) => a.cost - b.cost);
    if (next === undefined) return undefined;
    const [point, { cost, path }] = next;
    if (point === end) return path;
    done.add(point);
    for (const cell of usable) {
      const ends = [cell.row, columnPoint(table, cell)];
      if (!ends.includes(point)) continue;
      const other = ends.find((one) => one !== point)!;
      const whole = cost + costOf(cell)!;
      if (!done.has(other) && whole < (best.get(other)?.cost ?? Number.POSITIVE_INFINITY)) {
        best.set(other, { cost: whole, path: [...path, cell] });
      }
    }
  }
}
