import type { MarksOf } from './run-chart.ts';

/** Reads the marks of several features together, in order of time. */
export function marksFrom(...readers: MarksOf[]): MarksOf {
  return async (...asked) => {
    const found = await Promise.all(readers.map((read) => read(...asked)));
    const slugs = new Set(found.flatMap((marks) => [...marks.keys()]));
    const inOrder = (slug: string) =>
      found.flatMap((marks) => marks.get(slug) ?? []).toSorted((one, other) => one.at - other.at);
    return new Map([...slugs].map((slug) => [slug, inOrder(slug)]));
  };
}
