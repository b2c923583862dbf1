import { scoresOf } from './scores.ts';
import { noTallies } from './tallies.ts';
import type { Version } from './versions.ts';
import type { WithheldCells } from './withheld-cells.ts';

// A region that was added after the close can be in a later version only. Versions are compared row by row, so all get
// the same rows first.

/**
 * Gives all versions the regions of all of them, each at the same index. A region that a version did not have has no
 * people there. Later regions come last, so that a new version does not change what was worked out for the older ones.
 */
export function withSameRegions(versions: readonly Version[]): Version[] {
  const slugs = new Set(versions.flatMap(({ regions }) => regions.map(({ region }) => region)));
  return versions.map((version) => {
    const existing = new Map(version.regions.map((scores) => [scores.region, scores]));
    return { ...version, regions: [...slugs].map((region) => existing.get(region) ?? { region, ...nobody }) };
  });
}

/** Without responses there is no status, whatever the target. */
const nobody = scoresOf(noTallies, 0);

/** The withheld cells of a version with the rows of {@link withSameRegions}, by the version's own rows. */
export function cellsByOwnRows(withheld: WithheldCells, same: Version, { regions }: Version): WithheldCells {
  const own = new Map(regions.map(({ region }, row) => [region, row]));
  return new Set(
    [...withheld].flatMap((cell) => {
      const [row, column] = cell.split('/').map(Number);
      const slug = same.regions[row!]?.region;
      const ownRow = slug === undefined ? regions.length : own.get(slug);
      return ownRow === undefined ? [] : [`${ownRow}/${column}`];
    }),
  );
}
