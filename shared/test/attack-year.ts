import { items } from '../src/items.ts';
import type { OutsideGroup } from '../src/outside.ts';
import { followingOf, isRevealed, largestSmallSets, ratersOf, shownSums, type Kept, type Person } from './attack.ts';

// A reader who has a fiscal year by customer group, and every version of its quarters by region, and works out what they
// can. Like attack.ts, it works on people and shares no code with the suppression.

/** A fiscal year by customer group, and everything that was shown of its quarters. */
export interface KeptYear {
  /** For each quarter, every version that was ever shown, oldest first. */
  quarters: readonly (readonly Kept[])[];
  /** Which version of each quarter the groups were counted in. */
  used: readonly number[];
  /** A person's row in the table of groups. */
  groupOf: (person: Person) => number;
  /** The table of groups: one row for each, and the year's total. */
  shown: OutsideGroup;
}

/** A year can have millions of sets, and each one takes a tenth of a second. */
const mostSets = 400;

/** People of one quarter, region and group who rated an item and were counted in the same versions. */
interface Atom {
  quarter: number;
  region: number;
  item: number;
  /** Undefined if they were not counted in the version of the groups. */
  group: number | undefined;
  /** Indexes of the versions. */
  versions: readonly number[];
  people: Set<Person>;
  isRevealed: boolean;
  isException: boolean;
}

/**
 * The groups of 1 to 10 people about whom the table of groups tells a reader something that the quarters alone do not, by
 * adding and subtracting, with any factors. The reader knows how many people of each group answered in each region.
 * @param flipped for each quarter, the regions that were shown because their status changed.
 */
export function smallGroupsThatFollowFromYear(
  { quarters, used, groupOf, shown }: KeptYear,
  flipped: readonly ReadonlySet<number>[] = [],
): string[] {
  const atoms = quarters.flatMap((versions, quarter) => atomsOf(versions, quarter, used[quarter]!, groupOf));
  for (const atom of atoms) {
    const isChange = atom.versions.length < quarters[atom.quarter]!.length;
    atom.isException = isChange && flipped[atom.quarter]?.has(atom.region) === true;
  }
  const rowOf = (has: (atom: Atom) => boolean) => atoms.map((atom) => (has(atom) ? 1 : 0));
  const ofRegions = quarters.flatMap((versions, quarter) =>
    versions.flatMap((kept, version) =>
      shownSums(kept).map((cells) => {
        const names = new Set(cells.map((cell) => cell.join()));
        return rowOf(
          (atom) =>
            atom.quarter === quarter && atom.versions.includes(version) && names.has([atom.region, atom.item].join()),
        );
      }),
    ),
  );
  const ofGroups = shownSums({ shown }).map((cells) => {
    const names = new Set(cells.map((cell) => cell.join()));
    return rowOf(({ group, item }) => group !== undefined && names.has([group, item].join()));
  });
  const isRevealedIn = ({ quarter, region, item, versions }: Atom) =>
    versions.some((version) => isRevealed(quarters[quarter]![version]!, region, item));
  const unit = (has: (atom: Atom) => boolean) =>
    atoms.flatMap((atom) => (has(atom) ? [rowOf((other) => other === atom)] : []));
  const before = [...ofRegions, ...unit(isRevealedIn)];
  for (const atom of atoms) {
    const isInGroup = atom.group !== undefined && isRevealed({ shown }, atom.group, atom.item);
    atom.isRevealed = isInGroup || isRevealedIn(atom);
  }
  const after = [...ofRegions, ...ofGroups, ...unit(({ isRevealed }) => isRevealed)];
  return largestSmallSets(atoms, mostSets)
    .filter((set) => followingOf(after, set) > followingOf(before, set))
    .map((set) => [...set].map((at) => describe(atoms[at]!)).join('; '));
}

function atomsOf(
  versions: readonly Kept[],
  quarter: number,
  used: number,
  groupOf: (person: Person) => number,
): Atom[] {
  const found = new Map<string, Atom>();
  for (const [version, { department }] of versions.entries()) {
    for (const [region, people] of department.entries()) {
      for (const item of items.keys()) {
        for (const person of ratersOf(people, item)) {
          const where = [...versions.keys()].filter((at) => versions[at]!.department[region]!.includes(person));
          if (where[0] !== version) continue;
          const group = where.includes(used) ? groupOf(person) : undefined;
          const key = [region, item, group, ...where].join();
          const atom = found.get(key) ?? {
            ...{ quarter, region, item, group, versions: where },
            ...{ people: new Set<Person>(), isRevealed: false, isException: false },
          };
          atom.people.add(person);
          found.set(key, atom);
        }
      }
    }
  }
  return [...found.values()];
}

function describe({ quarter, region, item, group, versions, people }: Atom): string {
  return `quarter ${quarter}, region ${region}, group ${group}, versions ${versions.join()}, ${items[item]}: ${people.size} people`;
}
