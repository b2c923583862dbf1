import { items } from '../src/items.ts';
import type { OutsideGroup, OutsideScores } from '../src/outside.ts';

// A reader who keeps everything that ever left the department and works out what they can. It works on people and shares
// no code with the suppression.

/** One person's rating of each item, in item order. 0 means skipped. */
export type Person = readonly number[];
/** The people of each region. */
export type Department = readonly (readonly Person[])[];

/** A version of a quarter and what was shown of it. */
export interface Kept {
  department: Department;
  shown: OutsideGroup;
}

/** A prime small enough that products stay exact. */
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
      for (let at = column; at < row.length; at += 1) {
        row[at] = (row[at]! + prime - ((times * pivot[at]!) % prime)) % prime;
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

/** One unknown: the people who rated an item in a region, or those who were added or removed. */
interface Unknown {
  region: number;
  item: number;
  /** Whether it is everyone who rated the item, and not a difference. */
  isBase: boolean;
  people: ReadonlySet<Person>;
  /** The ratings of the version, in order: a reader cannot tell people with the same ratings apart. */
  looks: string;
  /** Whether a shown mean of 1.00 or 5.00 reveals it, which is accepted. */
  isRevealed: boolean;
  /** Whether it is about a region that may be revealed. */
  isException: boolean;
}

/** The sums that were shown, each as the cells it adds up. */
export function shownSums({ shown }: Pick<Kept, 'shown'>): [region: number, item: number][][] {
  const regions = [...shown.regions.keys()];
  const sums = (scores: OutsideScores, rows: number[]) => [
    ...(scores.sum === null ? [] : [rows.flatMap((row) => items.map((_, item): [number, number] => [row, item]))]),
    ...items.flatMap((name, item) =>
      scores.items[name].sum === null ? [] : [rows.map((row): [number, number] => [row, item])],
    ),
  ];
  return [...shown.regions.flatMap((scores, row) => sums(scores, [row])), ...sums(shown.total, regions)];
}

export const ratersOf = (people: readonly Person[], item: number) => people.filter((person) => person[item]! > 0);

/**
 * The groups of 1 to 10 people about whom a reader can learn something by adding and subtracting all versions, with any
 * factors. The reader knows which cells did not change between two versions.
 * @param flipped the regions that were shown because their status changed. What follows about their changes is accepted,
 * and so about items that have few ratings now and were shown before, but not what follows about other regions.
 * @returns a description of each group.
 */
export function smallGroupsThatFollow(kept: readonly Kept[], flipped: ReadonlySet<number> = new Set()): string[] {
  return kept.flatMap((_, base) => followFrom(kept, base, flipped));
}

/** The unknowns are the cells of one version and the differences between it and every other version. */
function followFrom(kept: readonly Kept[], base: number, flipped: ReadonlySet<number>): string[] {
  const unknowns: Unknown[] = [];
  const at = kept.map(({ department }, version) =>
    department.map((people, region) =>
      items.map((_, item) => {
        const now = ratersOf(people, item);
        const before = ratersOf(kept[base]!.department[region]!, item);
        const group = new Set(version === base ? now : changed(before, now, item));
        if (group.size === 0) return undefined;
        const looks = now
          .map((person) => person[item])
          .toSorted((a, b) => a! - b!)
          .join();
        // If two versions differ from the base by the same people, or look as if they did, it is the same unknown.
        const same = unknowns.findIndex(
          (one) =>
            one.region === region &&
            one.item === item &&
            one.isBase === (version === base) &&
            (isSame(one.people, group) || one.looks === looks),
        );
        if (same !== -1) return same;
        const isBase = version === base;
        const wasShown = kept.some(({ shown }) => shown.regions[region]!.items[items[item]!].sum !== null);
        const isException = flipped.has(region) && (!isBase || wasShown);
        return unknowns.push({ region, item, looks, people: group, isBase, isRevealed: false, isException }) - 1;
      }),
    ),
  );
  /** The unknowns that make up a cell of a version: the cell of the base version, and the difference from it. */
  const partsOf = (version: number, region: number, item: number) =>
    [...new Set([base, version])].flatMap((of) => at[of]![region]![item] ?? []);
  const known = kept.flatMap((one, version) =>
    shownSums(one).map((cells) => {
      const row = unknowns.map(() => 0);
      for (const [region, item] of cells) {
        // If no one is left, the sum is zero.
        if (ratersOf(one.department[region]!, item).length === 0) continue;
        for (const unknown of partsOf(version, region, item)) row[unknown] = 1;
      }
      return row;
    }),
  );
  // A shown mean of 1.00 or 5.00 reveals a cell of its own version. What differs in the base version stays unknown.
  const revealed = kept.flatMap((one, version) =>
    one.department.flatMap((people, region) =>
      [...items.keys()]
        .filter((item) => isRevealed(one, region, item) && ratersOf(people, item).length > 0)
        .map((item) => partsOf(version, region, item)),
    ),
  );
  const accepted = revealed.map((parts) => unknowns.map((_, index) => (parts.includes(index) ? 1 : 0)));
  known.push(...accepted);
  const alone = new Set(revealed.filter(({ length }) => length === 1).flat());
  for (const parts of revealed) {
    const left = parts.filter((index) => !alone.has(index));
    for (const index of parts) if (alone.has(index) || left.length === 1) unknowns[index]!.isRevealed = true;
  }
  return largestSmallSets(unknowns)
    .filter((set) => followingOf(known, set) > followingOf(accepted, set))
    .map((set) => [...set].map((index) => describe(unknowns[index]!, base)).join('; '));
}

/** How many independent sums of a set of unknowns follow from these sums. */
export function followingOf(sums: readonly (readonly number[])[], set: ReadonlySet<number>): number {
  return rank(sums) - rank(sums.map((row) => row.filter((_, index) => !set.has(index))));
}

function describe({ region, item, isBase, people }: Unknown, base: number): string {
  return `${isBase ? 'version' : 'difference from version'} ${base}, region ${region}, ${items[item]}: ${people.size} people`;
}

function isSame(one: ReadonlySet<Person>, other: ReadonlySet<Person>): boolean {
  return one.size === other.size && [...one].every((person) => other.has(person));
}

export function isRevealed({ shown }: Pick<Kept, 'shown'>, region: number, item: number): boolean {
  const { total } = shown;
  const ofItem = total.items[items[item]!];
  return [shown.regions[region]!, ofItem, total].some(
    ({ sum, n }) => sum !== null && n !== null && n > 0 && (sum === n || sum === 5 * n),
  );
}

/** Who was added or removed. A person replaced by another with the same rating is not visible. */
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

/**
 * Every set of unknowns that rests on at most ten people together and that no other unknown can join.
 * @param most about how many sets to find. If there are more, some are found for each unknown.
 */
export function largestSmallSets(
  unknowns: readonly Pick<Unknown, 'people' | 'isRevealed' | 'isException'>[],
  most = Infinity,
): Set<number>[] {
  const small = [...unknowns.keys()].filter((index) => {
    const { people, isRevealed, isException } = unknowns[index]!;
    return people.size <= 10 && !isRevealed && !isException;
  });
  const found = new Map<string, Set<number>>();
  const seen = new Set<string>();
  let left = Infinity;
  // Unknowns that add no people always belong to the set.
  const freeWith = (people: ReadonlySet<Person>) =>
    small.filter((one) => [...unknowns[one]!.people].every((person) => people.has(person)));
  const grow = (set: Set<number>, people: ReadonlySet<Person>) => {
    const key = [...set].toSorted((a, b) => a - b).join();
    if (left <= 0 || seen.has(key)) return;
    seen.add(key);
    let isLargest = true;
    for (const index of small) {
      if (set.has(index)) continue;
      const more = new Set([...people, ...unknowns[index]!.people]);
      if (more.size > 10) continue;
      isLargest = false;
      grow(new Set([...set, ...freeWith(more)]), more);
    }
    if (!isLargest) return;
    found.set(key, set);
    left -= 1;
  };
  for (const index of small) {
    left = Math.max(1, most / small.length);
    const { people } = unknowns[index]!;
    grow(new Set([index, ...freeWith(people)]), people);
  }
  return [...found.values()];
}
