import { departmentsFor, regionsFor, type Console, type Visit } from '../console/console.ts';
import { fewAtOnce } from '../limits/few-at-once.ts';
import { quarterChoices } from '../figures/figures.ts';
import { emailPath } from '../email-log/email-log.ts';
import type { Department } from '../org/org.ts';
import { causeOf, latestAbout } from '../outbox/outbox.ts';
import { commentPage, revealedPage } from './comment-page.ts';
import { filterOf, positionOf } from './filter.ts';
import { markRoutes, type MarkRoutes } from './mark-routes.ts';
import { commentsToday } from './today.ts';
import { commentsPage, listPath } from './pages.ts';
import { readComment, readComments } from './reading.ts';

const part = { of: 'part', action: 'comments' } as const;
const listRoute = '/console/departments/:department/comments';
const commentRoute = `${listRoute}/:response`;

/** A person can run two searches at a time. */
const searchTurn = fewAtOnce(2);

/** Pages of customers' comments. Each person sees only the regions of their roles. */
export function commentRoutes(frame: Console, options: MarkRoutes): void {
  const { db, outbox, beside } = options;
  frame.navItem({
    group: 'Work',
    label: 'Comments',
    href: (person, organization) => {
      const [first] = departmentsFor(person, 'comments', organization);
      return first && listPath(first);
    },
  });

  frame.get(listRoute, part, async (visit) => {
    const { c, person, organization, department, now } = visit;
    const regions = regionsFor(person, 'comments', organization, department);
    const query = c.req.query();
    const filter = filterOf(query, { regions, department, now });
    const position = positionOf(query);
    const { done, signal } = await searchTurn(c, person.id);
    const found = await readComments(db, { filter, regions, position, signal }).finally(done);
    const quarters = quarterChoices(department, now, filter.quarter);
    const isFurther = position.before !== undefined || position.after !== undefined;
    const departments = departmentsFor(person, 'comments', organization);
    return frame.page(visit, commentsPage({ ...found, department, departments, regions, quarters, filter, isFurther }));
  });

  const commentOf = ({ c, person, organization, department }: Visit & { department: Department }) =>
    readComment(db, c.req.param('response') ?? '', regionsFor(person, 'comments', organization, department));

  frame.get(commentRoute, part, async (visit) => {
    const comment = await commentOf(visit);
    if (!comment) return frame.notFound(visit.c);
    // Without a mail server, someone has to send the email to the contact by hand.
    const isDraft = comment.flagged !== undefined && !outbox.hasServer;
    const email = isDraft ? await latestAbout(db, 'comment-flag', causeOf('response', comment.id)) : undefined;
    const more = await Promise.all(beside.map((show) => show(db, visit, comment)));
    return frame.page(
      visit,
      commentPage({ comment, notice: visit.c.req.query('notice'), draft: email && emailPath(email), beside: more }),
    );
  });

  frame.post(`${commentRoute}/reveal`, part, async (visit) => {
    const comment = await commentOf(visit);
    if (!comment) return frame.notFound(visit.c);
    await frame.audit(visit, {
      action: 'comment revealed',
      subject: comment.id,
      departmentId: visit.department.id,
    });
    return frame.page(visit, revealedPage(comment));
  });

  markRoutes(frame, options, commentRoute, commentOf);

  frame.today(async (visit) => {
    const departments = departmentsFor(visit.person, 'comments', visit.organization);
    return (await Promise.all(departments.map((department) => commentsToday(db, visit, department)))).flat();
  });
}
