import { readComment, type Comment } from '../comments/comments.ts';
import { regionsFor, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import type { Directory } from './thank-form.ts';
import { isThankable } from './eligibility.ts';
import { steps } from './steps.ts';
import { recognitionsOf, employeesIn, teamsIn, type Recognition } from './queries.ts';

/** A comment that the visitor may thank for, as it is now. */
export interface Found {
  comment: Comment;
  recognition: Recognition | undefined;
  /** Whether it can be answered: nobody did yet, and nothing speaks against thanking for it. */
  isOpen: boolean;
}

export type InDepartment = Visit & { department: Department };

/** The comment that the path names; undefined if the visitor may not thank for it, or if it was deleted. */
export async function findComment(db: Database, visit: InDepartment): Promise<Found | undefined> {
  const { c, person, organization, department } = visit;
  const regions = regionsFor(person, 'thanking', organization, department);
  const comment = await readComment(db, c.req.param('response') ?? '', regions);
  if (comment === undefined) return undefined;
  const recognition = (await recognitionsOf(db, [comment.id])).get(comment.id);
  const isNext = steps[recognition?.stage ?? 'open'].includes('thanked');
  return { comment, recognition, isOpen: isNext && (await isThankable(db, comment.id)) };
}

/** The people and teams that the visitor may thank. */
export async function directoryFor(db: Database, visit: InDepartment): Promise<Directory> {
  const { person, organization, department } = visit;
  const regionIds = regionsFor(person, 'thanking', organization, department).map(({ id }) => id);
  const [employees, teams] = await Promise.all([employeesIn(db, regionIds), teamsIn(db, regionIds)]);
  // Nobody thanks themselves.
  const others = employees.filter(({ email, personId }) => {
    return personId !== person.id && email?.toLowerCase() !== person.email.toLowerCase();
  });
  return { employees: others, teams };
}
