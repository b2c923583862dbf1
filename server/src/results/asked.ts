import type { Quarter } from '@heart-survey/shared/quarters';
import { canInPart, type Person } from '../access/access.ts';
import type { Visit } from '../console/console.ts';
import type { Department, Directory } from '../survey/survey.ts';

/** The quarter that the path names, if it is one of the department's and has begun. */
export function begun({ c, now }: Pick<Visit, 'c' | 'now'>, { calendar }: Department): Quarter | undefined {
  const quarter = calendar.byId(c.req.param('quarter') ?? '');
  return quarter && quarter.start <= now ? quarter : undefined;
}

/** The departments of which the person may see results, of a region at least. */
export function departmentsOf(person: Person, { departments }: Directory): Department[] {
  return departments.filter(({ id }) => canInPart(person, 'results', id));
}
