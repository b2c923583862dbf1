import { tablesOf } from './content.ts';
import type { SignedFigures } from './figures-schema.ts';
import type { TrendView } from './trend-view.ts';

/** The view with these figures instead of its own, and none of the quarter before. */
export function viewOf(view: TrendView, { figures, departments }: SignedFigures): TrendView {
  return {
    ...view,
    now: figures,
    before: figures,
    departments: view.departments.flatMap((one) => {
      const own = departments[one.department.slug];
      return own === undefined ? [] : [{ ...one, now: own, before: own }];
    }),
  };
}

/** What changed between two versions of a quarter's figures, one sentence for each figure. */
export function differences(view: TrendView, from: SignedFigures, to: SignedFigures): string[] {
  const [before, after] = [cellsOf(viewOf(view, from)), cellsOf(viewOf(view, to))];
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].flatMap((name) => {
    const [was, is] = [before.get(name) ?? '0', after.get(name) ?? '0'];
    return was === is ? [] : [`${name}: ${was} became ${is}.`];
  });
}

/** The first figure of each row, by its name. */
function cellsOf(view: TrendView): Map<string, string> {
  return new Map(
    tablesOf(view).flatMap(({ heading, rows }) =>
      rows.map(({ label, cells }) => [`${heading}, ${label}`, cells[0]!] as const),
    ),
  );
}
