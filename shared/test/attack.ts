import { items } from '../src/items.ts';
import type { OutsideGroup, OutsideScores } from '../src/outside.ts';

// Somebody who keeps all that ever left the department, and works out from it what they can. Written against people, and
// with none of the code that withholds.

/** What somebody rated each item, in their order; 0 is left out. */
export type Person = readonly number[];
/** The people of each region. */
export type Department = readonly (readonly Person[])[];

/** A version of a quarter with what was shown of it. */
export interface Kept {
  department: Department;
  shown: OutsideGroup;
}

/** A prime whose products are exact. */
const prime = 94_906_247;

/** The rank of a matrix of small whole numbers. */
function rank(matrix: readonly (readonly number[])[]): number {
  const rows = matrix.map((row) => row.map((value) => ((value % prime) + prime) % prime));
  let done = 0;
  for (let column = 0; column < (rows[0]?.length ?? 0); column += 1) {
    const at = rows.findIndex((row, index) => index >= done && row[column] !== 0);
    if (at === -1) continue;
    [rows[done], rows[at]] = [rows[at]!, rows[done]!];
    const pivot = rows[done]!;
    const inverse = power(pivot[column]!, prime - 2);
    for (let index = done + 1; index < rows.length; index += 1) {
      const row = rows[index]!;
      if (row[column] === 0) continue;
      const times = (row[column]! * inverse) % prime;
      for (let place = column; place < row.length; place += 1) {
        row[place] = (row[place]! + prime - ((times * pivot[place]!) % prime)) % prime;
      }
    }
    done += 1;
  }
  return done;
}

function power(base: number, exponent: number): number {
  let result = 1;
  for (let [left, square] = [exponent, base]; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = (result * square) % prime;
    square = (square * square) % prime;
  }
  return result;
}

/** What is asked of: the people who rated an item in a region, or those of them who came or went. */
interface Unknown {
  region: number;
  item: number;
  /** Whether it is all that rated the item, and not a difference. */
  isBase: boolean;
  people: ReadonlySet<Person>;
  /** By a mean of 1.00 or 5.00 that was shown, which is accepted. */
  isTold: boolean;
}

/** The sums that were shown, each as the places of the cells that it is the sum of. */
function shownSums({ shown }: Kept): [region: number, item: number][][] {
  const regions = [...shown.regions.keys()];
  const sums = (scores: OutsideScores, rows: number[]) => [
    ...(scores.sum === null ? [] : [rows.flatMap((row) => items.map((_, item): [number, number] => [row, item]))]),
    ...items.flatMap((name, item) =>
      scores.items[name].sum === null ? [] : [rows.map((row): [number, number] => [row, item])],
    ),
  ];
  return [...shown.regions.flatMap((scores, row) => sums(scores, [row])), ...sums(shown.total, regions)];
}

const ratersOf = (people: readonly Person[], item: number) => people.filter((person) => person[item]! > 0);

/**
 * The groups of 1 to 10 people about whom something follows, whatever is added and subtracted with whatever factors, from
 * all versions together, for somebody who knows which cells did not change between two of them.
 * @returns a description of each.
 */
export function smallGroupsThatFollow(kept: readonly Kept[]): string[] {
  return kept.flatMap((_, base) => followFrom(kept, base));
}

/** The unknowns are the cells of one version, and what is different from it in each other one. */
function followFrom(kept: readonly Kept[], base: number): string[] {
  const unknowns: Unknown[] = [];
  const at = kept.map(({ department }, version) =>
    department.map((people, region) =>
      items.map((_, item) => {
        const now = ratersOf(people, item);
        const before = ratersOf(kept[base]!.department[region]!, item);
        const group = new Set(version === base ? now : changed(before, now, item));
        if (group.size === 0) return undefined;
        // Versions that differ from the base by the same people differ from it by the same.
        const same = unknowns.findIndex(
          (one) =>
            one.region === region &&
            one.item === item &&
            isSame(one.people, group) &&
            one.isBase === (version === base),
        );
        if (same !== -1) return same;
        const told = kept.some((one) => isTold(one, region, item));
        return unknowns.push({ region, item, people: group, isBase: version === base, isTold: told }) - 1;
      }),
    ),
  );
  const known = kept.flatMap((one, version) =>
    shownSums(one).map((cells) => {
      const row = unknowns.map(() => 0);
      for (const [region, item] of cells) {
        // Where nobody is left, the sum is nothing.
        if (ratersOf(one.department[region]!, item).length === 0) continue;
        for (const which of new Set([base, version])) {
          const unknown = at[which]![region]![item];
          if (unknown !== undefined) row[unknown] = 1;
        }
      }
      return row;
    }),
  );
  for (const [place, { isTold }] of unknowns.entries()) {
    if (isTold) known.push(unknowns.map((_, other) => (other === place ? 1 : 0)));
  }
  const whole = rank(known);
  return largestSmallSets(unknowns)
    .filter((set) => whole > rank(known.map((row) => row.filter((_, place) => !set.has(place)))))
    .map((set) => [...set].map((place) => describe(unknowns[place]!, base)).join('; '));
}

function describe({ region, item, isBase, people }: Unknown, base: number): string {
  return `${isBase ? 'version' : 'difference from version'} ${base}, region ${region}, ${items[item]}: ${people.size} people`;
}

function isSame(one: ReadonlySet<Person>, other: ReadonlySet<Person>): boolean {
  return one.size === other.size && [...one].every((person) => other.has(person));
}

function isTold({ shown }: Kept, region: number, item: number): boolean {
  const { total } = shown;
  const ofItem = total.items[items[item]!];
  return [shown.regions[region]!, ofItem, total].some(
    ({ sum, n }) => sum !== null && n !== null && n > 0 && (sum === n || sum === 5 * n),
  );
}

/** Who came or went. One who comes for another with the same rating is not seen. */
function changed(before: readonly Person[], now: readonly Person[], item: number): Person[] {
  const left = before.filter((person) => !now.includes(person));
  const came = now.filter((person) => !before.includes(person));
  for (const person of [...came]) {
    const same = left.findIndex((one) => one[item] === person[item]);
    if (same === -1) continue;
    left.splice(same, 1);
    came.splice(came.indexOf(person), 1);
  }
  return [...left, ...came];
}

/** Every set of unknowns that stands on at most ten people together and to which no other can be added. */
function largestSmallSets(unknowns: readonly Unknown[]): Set<number>[] {
  const small = [...unknowns.keys()].filter((place) => {
    const { people, isTold } = unknowns[place]!;
    return people.size <= 10 && !isTold;
  });
  const found = new Map<string, Set<number>>();
  const seen = new Set<string>();
  const grow = (set: Set<number>, people: ReadonlySet<Person>) => {
    const key = [...set].toSorted((a, b) => a - b).join();
    if (seen.has(key)) return;
    seen.add(key);
    let isLargest = true;
    for (const place of small) {
      if (set.has(place)) continue;
      const more = new Set([...people, ...unknowns[place]!.people]);
      if (more.size > 10) continue;
      isLargest = false;
      // What adds nobody belongs to it in any case.
      const free = small.filter((one) => [...unknowns[one]!.people].every((person) => more.has(person)));
      grow(new Set([...set, ...free]), more);
    }
    if (isLargest && set.size > 0) found.set(key, set);
  };
  grow(new Set(), new Set());
  return [...found.values()];
}
