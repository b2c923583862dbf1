import { departmentsFor, regionsFor, type Console } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Markup } from '../pages/page.ts';
import { dismiss, takeInHand, undoDismissal } from './triage.ts';
import { queuePath, queueRoute, thankPath } from './paths.ts';
import { queuePage } from './queue-page.ts';
import { readQueue } from './queue.ts';
import { findComment, type Found, type InDepartment } from './thank-visit.ts';

interface QueueRoutes {
  db: Database;
  /** What is shown above the list. */
  above: (visit: InDepartment) => Promise<Markup | ''>;
}

const rule = { of: 'part', action: 'thanking' } as const;

/** The list of comments that are worth a thank-you, and what can be done there without thanking. */
export function queueRoutes(frame: Console, { db, above }: QueueRoutes): void {
  frame.get(queueRoute, rule, async (visit) => {
    const { c, person, organization, department, now } = visit;
    const regions = regionsFor(person, 'thanking', organization, department);
    const stage = c.req.query('show') === 'dismissed' ? 'dismissed' : 'open';
    const before = positionIn(c.req.query('before'));
    const queue = await readQueue(db, { department, regions, now, before, stage });
    return frame.page(
      visit,
      queuePage({
        ...queue,
        person,
        department,
        departments: departmentsFor(person, 'thanking', organization),
        regions,
        stage,
        notice: c.req.query('notice'),
        of: c.req.query('of'),
        isFurther: before !== undefined,
        above: stage === 'open' && before === undefined ? await above(visit) : '',
      }),
    );
  });

  const path = `${queueRoute}/comments/:response`;
  type Move = (visit: InDepartment, found: Found) => Promise<string>;
  const move = (to: string, go: Move) =>
    frame.post(`${path}/${to}`, rule, async (visit) => {
      const found = await findComment(db, visit);
      return found ? visit.c.redirect(await go(visit, found), 303) : frame.notFound(visit.c);
    });
  const triage = ({ department, person, now }: InDepartment, { comment }: Found) => {
    return { responseId: comment.id, departmentId: department.id, by: person.id, at: now };
  };

  move('hand', async (visit, found) => {
    if (found.recognition?.ownerId !== visit.person.id) await takeInHand(db, triage(visit, found));
    return thankPath(visit.department, found.comment.id);
  });
  move('dismissal', async (visit, found) => {
    const isFirst = await dismiss(db, triage(visit, found));
    const notice = isFirst ? `dismissed&of=${encodeURIComponent(found.comment.id)}` : 'before';
    return `${queuePath(visit.department)}?notice=${notice}`;
  });
  move('dismissal/end', async (visit, found) => {
    const isFirst = await undoDismissal(db, triage(visit, found));
    return `${queuePath(visit.department)}?notice=${isFirst ? 'undone' : 'before'}`;
  });
}

/** A position that the list gave out. */
function positionIn(text: string | undefined): number | undefined {
  const position = Number(text);
  return text !== undefined && Number.isSafeInteger(position) && position > 0 ? position : undefined;
}
