import type { Quarter } from '@heart-survey/shared/quarters';
import type { Department } from '../org/org.ts';
import type { Visit } from './console.ts';

/** The quarter that the path names, if the department has it and it has started. */
export function startedQuarter({ c, now }: Pick<Visit, 'c' | 'now'>, { calendar }: Department): Quarter | undefined {
  const quarter = calendar.byId(c.req.param('quarter') ?? '');
  return quarter && quarter.start <= now ? quarter : undefined;
}
