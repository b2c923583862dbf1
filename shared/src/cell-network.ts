import { items } from './items.ts';
import { lowVolume } from './scores.ts';
import type { Cell, Table } from './cell-table.ts';

// The hidden cells of a table as a network: rows and columns are its points, each hidden cell a line between two. Since
// every row and column that is known adds up, a hidden sum can only change together with others, around a closed way.

/** Rows first, then columns. */
const columnPoint = ({ totalRow }: Table, { column }: Cell) => totalRow + 1 + column;
const pointsOf = ({ totalRow }: Table) => totalRow + 1 + items.length + 1;

/** A sum that is shown on the other side of the equal sign: the average of a region, the total of an item. */
const isMargin = ({ totalRow }: Table, { row, column }: Cell) => (row === totalRow) !== (column === items.length);

/** More than this nobody asks how far a sum is open. */
const enough = 4;

interface Line {
  cell: Cell;
  from: number;
  to: number;
}

/** The places of the lines at each point. */
type LinesAt = ReadonlyMap<number, readonly number[]>;

/**
 * How many other values each of these sums could have, counted up to 4, for somebody who knows all other cells, and how
 * many ratings are behind every one: each rating is 1 to 5.
 */
export function rangesOf(table: Table, hidden: readonly Cell[]): Map<Cell, number> {
  const lines = hidden.map((cell): Line => ({ cell, from: cell.row, to: columnPoint(table, cell) }));
  const room = lines.flatMap(({ cell }) => {
    const [up, down] = [5 * cell.n - cell.sum, cell.sum - cell.n];
    return isMargin(table, cell) ? [down, up] : [up, down];
  });
  const places = [...lines.keys()];
  const linesAt: LinesAt = new Map([
    ...Map.groupBy(places, (at) => lines[at]!.from),
    ...Map.groupBy(places, (at) => lines[at]!.to),
  ]);
  return new Map(
    lines.map(({ cell, from, to }, at) => {
      const more = Math.min(room[2 * at]!, flow(lines, linesAt, room, at, to, from));
      const less = Math.min(room[2 * at + 1]!, flow(lines, linesAt, room, at, from, to));
      return [cell, Math.min(enough, more + less)];
    }),
  );
}

/** How much can be shifted from one point to another without the line `without`. @param room forward and back, by line. */
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
    const way: number[] = [];
    for (let point = to; point !== from;) {
      const arc = came.get(point)!;
      way.push(arc);
      point = arc % 2 === 0 ? lines[arc >> 1]!.from : lines[arc >> 1]!.to;
    }
    const amount = Math.min(enough - shifted, ...way.map((arc) => left[arc]!));
    for (const arc of way) {
      left[arc]! -= amount;
      left[arc ^ 1]! += amount;
    }
    shifted += amount;
  }
  return shifted;
}

/** By which arc each point is reached first; undefined where `to` is not. An even arc runs from row to column. */
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

/** More parts than these are not looked through: their cells count as told. */
const mostParts = 13;

/**
 * A small cell out of a sum that follows and stands on 1 to 10 people. Adding rows and columns up, with whatever factors,
 * leaves the cells between two sides of the network; a cell of many people among them hides the others. So what follows of
 * few people alone are the small cells between two sides that no larger one connects.
 * @param covers the hidden cells of more people whose sums are open.
 */
export function weakCut(table: Table, small: readonly Cell[], covers: Iterable<Cell>): Cell | undefined {
  const part = joined(table, covers);
  const between = small.filter((cell) => part(cell.row) !== part(columnPoint(table, cell)));
  const connected = joined(table, [...covers, ...small]);
  const groups = Map.groupBy(between, (cell) => connected(cell.row));
  for (const cells of groups.values()) {
    const parts = [...new Set(cells.flatMap((cell) => [part(cell.row), part(columnPoint(table, cell))]))];
    if (parts.length > mostParts) return cells[0];
    // The last part stays on its side: the other way round it is the same.
    for (let side = 1; side < 2 ** (parts.length - 1); side += 1) {
      const isHere = (point: number) => ((side >> parts.indexOf(part(point))) & 1) === 1;
      const cut = cells.filter((cell) => isHere(cell.row) !== isHere(columnPoint(table, cell)));
      // What stands on more here is to be kept all the same.
      const isWeak = cut.some(({ n }) => n >= lowVolume) || peopleBehind(table, cut) < lowVolume;
      if (cut.length > 0 && isWeak) return cut[0];
    }
  }
  return undefined;
}

/** At least how many people: those of one region may be the same, those of two are not. */
function peopleBehind({ cells, responses }: Table, some: readonly Cell[]): number {
  return [...Map.groupBy(some, ({ row }) => row)].reduce((sum, [row, ofRow]) => {
    const rated = cells.filter((cell) => cell.isBase && cell.row === row && cell.n > 0);
    return sum + (rated.length === ofRow.length ? responses[row]! : Math.max(...ofRow.map(({ n }) => n)));
  }, 0);
}

/** Which points hang together by these cells: a function that names the part of a point. */
function joined(table: Table, cells: Iterable<Cell>): (point: number) => number {
  const up = Array.from({ length: pointsOf(table) }, (_, point) => point);
  const find = (point: number): number => (up[point] === point ? point : (up[point] = find(up[point]!)));
  for (const cell of cells) up[find(cell.row)] = find(columnPoint(table, cell));
  return find;
}

/** The cheapest cells that lead from the cell's row to its column without it; undefined where there are none. */
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
