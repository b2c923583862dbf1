import { can, type Person } from '../access/access.ts';
import { commitChange } from '../audit/audit.ts';
import { departmentsFor, type Console, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import type { Department } from '../org/org.ts';
import { wallPath } from './paths.ts';
import { wallPage } from './wall-page.ts';
import { findOnWall, readWall, type Quote } from './wall.ts';
import { decidePublic } from './wall-queries.ts';

interface WallRoutes {
  db: Database;
}

const reading = { of: 'department', action: 'recognition wall' } as const;
const deciding = { of: 'department', action: 'quote approval' } as const;
const path = '/console/departments/:department/recognition/wall';

/** The wall of thank-yous for staff of a department, and the second person's decision about showing a quote to the public. */
export function wallRoutes(frame: Console, { db }: WallRoutes): void {
  frame.get(path, reading, async (visit) => {
    const { c, person, department, organization, now } = visit;
    const page = pageIn(c.req.query('page'));
    const mayDecide = mayDecideFor(person, department);
    const wall = await readWall(db, department, now, page);
    const departments = departmentsFor(person, 'recognition wall', organization);
    const notice = c.req.query('notice');
    return frame.page(visit, wallPage({ ...wall, person, department, departments, page, mayDecide, notice }));
  });

  frame.post(`${path}/:key/public`, deciding, (visit) => decide(frame, db, visit));
}

/** Never the person who sent the thank-you, or someone who was thanked. */
function mayDecideFor(person: Person, { id }: Department) {
  const isSecondReader = can(person, 'quote approval', { departmentId: id });
  const isAboutThem = ({ thanked }: Pick<Quote, 'thanked'>) =>
    thanked.some(({ email, personId }) => personId === person.id || email?.toLowerCase() === person.email);
  return (quote: Quote) => isSecondReader && quote.isForPublic && quote.sentBy !== person.id && !isAboutThem(quote);
}

async function decide(
  frame: Console,
  db: Database,
  visit: Visit & { department: Department; form: Form },
): Promise<Response> {
  const { c, person, department, form, now } = visit;
  const [decision, before] = [decisionIn(form.text('decision')), decisionIn(form.text('before'))];
  if (decision === null) return frame.notFound(c);
  const found = await findOnWall(db, department, now, c.req.param('key')!);
  const about = { departmentId: department.id, at: now };
  const isDone =
    found !== undefined &&
    (await commitChange(db, decidePublic({ ...about, recognitionId: found.id, before, decision, by: person.id }), {
      ...about,
      personId: person.id,
      action: `quote ${decision}`,
      subject: found.responseId,
    }));
  const page = pageIn(form.text('page'));
  return c.redirect(`${wallPath(department)}?page=${page}&notice=${isDone ? decision : 'unchanged'}`, 303);
}

function decisionIn(text: string): 'approved' | 'declined' | null {
  return text === 'approved' || text === 'declined' ? text : null;
}

function pageIn(text: string | undefined): number {
  return /^[1-9]\d{0,4}$/.test(text ?? '') ? Number(text) : 1;
}
