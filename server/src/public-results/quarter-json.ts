import * as v from 'valibot';
import { submittedSchema } from '../figures/figures.ts';
import type { PublishedQuarter } from '../publishing/publishing.ts';

/** A published quarter for programs: the figures as the API has them for readers outside the department. */
export const quarterSchema = v.object({
  ...submittedSchema.entries,
  publishedAt: v.pipe(v.string(), v.isoTimestamp()),
});

export type QuarterJson = v.InferOutput<typeof quarterSchema>;

export function quarterJson({ figures, publishedAt }: PublishedQuarter): QuarterJson {
  const { department, target, quarter, regions, total } = figures;
  return {
    department,
    target,
    quarter,
    regions: regions.map(({ plan: _, ...region }) => region),
    total,
    publishedAt: new Date(publishedAt).toISOString(),
  };
}
