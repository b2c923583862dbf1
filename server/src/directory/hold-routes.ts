import { commitChange } from '../audit/audit.ts';
import type { Console, Visit } from '../console/console.ts';
import type { FieldMistake } from '../pages/fields.ts';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import { directoryPath, mayDirect } from './paths.ts';
import { holdsOf, liftHold, placeHold } from './queries.ts';

const path = `${directoryPath}/departments/:slug/holds`;
const longest = 500;

type ShowAgain = (
  visit: Visit,
  department: Department,
  given: { wrong: FieldMistake[]; reason: string },
) => Promise<Response>;

/** Placing a legal hold on a department, and lifting it, each with a reason. */
export function holdRoutes(frame: Console, db: Database, showAgain: ShowAgain): void {
  const departmentOf = ({ c, directory }: Visit) =>
    directory.departments.find(({ slug }) => slug === c.req.param('slug'));
  const wrongReason = (at: string, reason: string): FieldMistake[] =>
    reason === '' || reason.length > longest ? [{ at, message: `Say why, in at most ${longest} characters.` }] : [];

  frame.post(path, mayDirect, async (visit) => {
    const { c, form, person, now } = visit;
    const department = departmentOf(visit);
    if (!department) return frame.notFound(c);
    const { id, slug } = department;
    const reason = form.text('hold').trim();
    const wrong = wrongReason('hold', reason);
    if (wrong.length > 0) return showAgain(visit, department, { wrong, reason });
    await commitChange(db, placeHold(id, reason, person.id, now), {
      at: now,
      personId: person.id,
      action: 'legal hold placed',
      subject: slug,
      departmentId: id,
      detail: { reason },
    });
    return c.redirect(`${directoryPath}/departments/${slug}?notice=placed`, 303);
  });

  frame.post(`${path}/:hold/lifting`, mayDirect, async (visit) => {
    const { c, form, person, now } = visit;
    const department = departmentOf(visit);
    const holds = department ? await holdsOf(db, department.id) : [];
    const hold = holds.find(({ id }) => String(id) === c.req.param('hold'));
    if (!department || !hold) return frame.notFound(c);
    const at = `lift-${hold.id}`;
    const reason = form.text(at).trim();
    const wrong = wrongReason(at, reason);
    if (wrong.length > 0) return showAgain(visit, department, { wrong, reason });
    const { id, slug } = department;
    await commitChange(db, liftHold(hold.id, person.id, now), {
      at: now,
      personId: person.id,
      action: 'legal hold lifted',
      subject: slug,
      departmentId: id,
      detail: { reason, placedFor: hold.reason },
    });
    return c.redirect(`${directoryPath}/departments/${slug}?notice=lifted`, 303);
  });
}
