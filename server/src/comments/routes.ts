import { auditedIfChanged, canInPart, type Person } from '../access/access.ts';
import { regionsFor, type Console, type FieldMistake, type Need, type Visit } from '../console/console.ts';
import { commit, type Database } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import type { Mailer } from '../mail/mail.ts';
import type { Department, Directory } from '../survey/survey.ts';
import { commentPage, commentPath, longestReason, revealedPage } from './comment-page.ts';
import { filterOf, positionOf } from './filter.ts';
import { flaggedLetter } from './letters.ts';
import { commentsPage, listPath } from './pages.ts';
import { countSince, flaggedNow, liftMark, setMark, type MarkKind } from './queries.ts';
import { readComment, readComments, type Comment } from './reading.ts';

interface CommentRoutes {
  db: Database;
  mail: Mailer;
  /** Where the installation is, without a slash at the end. */
  baseUrl: string;
}

const part = { of: 'part', action: 'comments' } as const;
const list = '/console/departments/:department/comments';
const one = `${list}/:response`;

/** What customers wrote, for those who read it: no region's but their own. */
export function commentRoutes(frame: Console, { db, mail, baseUrl }: CommentRoutes): void {
  frame.entry({
    label: 'Comments',
    href: (person, directory) => {
      const [first] = departmentsOf(person, directory);
      return first && listPath(first);
    },
  });

  frame.get(list, part, async (visit) => {
    const { c, person, directory, department, now } = visit;
    const regions = regionsFor(person, 'comments', directory, department);
    const query = c.req.query();
    const filter = filterOf(query, { regions, department, now });
    const position = positionOf(query);
    const found = await readComments(db, filter, regions, position);
    const quarters = quartersBefore(department, now);
    if (!quarters.some(({ id }) => id === filter.quarter.id)) quarters.push(filter.quarter);
    const isFurther = position.before !== undefined || position.after !== undefined;
    const departments = departmentsOf(person, directory);
    return frame.page(visit, commentsPage({ ...found, department, departments, regions, quarters, filter, isFurther }));
  });

  const commentOf = ({ c, person, directory, department }: Visit & { department: Department }) =>
    readComment(db, c.req.param('response') ?? '', regionsFor(person, 'comments', directory, department));

  frame.get(one, part, async (visit) => {
    const comment = await commentOf(visit);
    if (!comment) return frame.notFound(visit.c);
    return frame.page(visit, commentPage({ comment, said: visit.c.req.query('said') }));
  });

  frame.post(`${one}/reveal`, part, async (visit) => {
    const comment = await commentOf(visit);
    if (!comment) return frame.notFound(visit.c);
    await frame.audit(visit, {
      action: 'comment revealed',
      subject: comment.id,
      departmentId: visit.department.id,
    });
    return frame.page(visit, revealedPage(comment));
  });

  /** @returns whether it was not marked so before. */
  const mark = async (visit: Visit, comment: Comment, kind: MarkKind, reason: string) => {
    const marking = { responseId: comment.id, kind, at: visit.now, by: visit.person.id };
    const [set] = await commit(db, [
      setMark(marking, reason),
      auditedIfChanged(deed(visit, comment, `comment ${kind}`), visit.now),
    ]);
    return set!.rowsAffected === 1;
  };

  const lift = async (visit: Visit, comment: Comment, kind: MarkKind, action: string) => {
    const marking = { responseId: comment.id, kind, at: visit.now, by: visit.person.id };
    await commit(db, [liftMark(marking), auditedIfChanged(deed(visit, comment, action), visit.now)]);
  };

  const goTo = (visit: Visit, comment: Comment, said: string) =>
    visit.c.redirect(`${commentPath(comment.region.department, comment)}?said=${said}`, 303);

  frame.post(`${one}/hiding`, part, async (visit) => {
    const comment = await commentOf(visit);
    if (!comment) return frame.notFound(visit.c);
    const { text: reason, mistakes } = reasonIn(visit.form, 'reason', 'Say why it is hidden');
    if (mistakes.length > 0) return frame.page(visit, commentPage({ comment, mistakes, typed: { reason } }), 400);
    await mark(visit, comment, 'hidden', reason);
    return goTo(visit, comment, 'hidden');
  });

  frame.post(`${one}/hiding/end`, part, async (visit) => {
    const comment = await commentOf(visit);
    if (!comment) return frame.notFound(visit.c);
    await lift(visit, comment, 'hidden', 'comment shown again');
    return goTo(visit, comment, 'shown');
  });

  frame.post(`${one}/flag`, part, async (visit) => {
    const comment = await commentOf(visit);
    if (!comment) return frame.notFound(visit.c);
    const { text: note, mistakes } = reasonIn(visit.form, 'note', 'Say what you are worried about');
    if (mistakes.length > 0) return frame.page(visit, commentPage({ comment, mistakes, typed: { note } }), 400);
    const isNew = await mark(visit, comment, 'flagged', note);
    const { contactName, contactEmail } = visit.department;
    if (!contactEmail) return goTo(visit, comment, 'flagged-nobody');
    if (!isNew) return goTo(visit, comment, 'flagged');
    const letter = flaggedLetter({
      to: { name: contactName, email: contactEmail },
      url: `${baseUrl}${commentPath(visit.department, comment)}`,
      region: comment.region.name,
      by: visit.person.name,
    });
    const { kind } = await mail(letter);
    return goTo(visit, comment, kind === 'sent' ? 'flagged' : 'flagged-kept');
  });

  frame.post(`${one}/flag/end`, part, async (visit) => {
    const comment = await commentOf(visit);
    if (!comment) return frame.notFound(visit.c);
    await lift(visit, comment, 'flagged', 'comment flag lifted');
    return goTo(visit, comment, 'unflagged');
  });

  frame.needs(async (visit) => {
    const departments = departmentsOf(visit.person, visit.directory);
    return (await Promise.all(departments.map((department) => needsOf(db, visit, department)))).flat();
  });
}

const deed = ({ person }: Visit, { id, region }: Comment, action: string) => ({
  ...{ personId: person.id, action, subject: id },
  departmentId: region.department.id,
});

/** Those departments of which the person may read comments, in part at least. */
function departmentsOf(person: Person, { departments }: Directory): Department[] {
  return departments.filter(({ id }) => canInPart(person, 'comments', id));
}

/** The quarters of three years, the latest first. */
function quartersBefore({ calendar }: Department, now: number) {
  const quarters = [calendar.at(now)];
  while (quarters.length < 12) quarters.push(calendar.previous(quarters.at(-1)!));
  return quarters;
}

function reasonIn(form: Form, at: string, asks: string): { text: string; mistakes: FieldMistake[] } {
  const text = form.text(at);
  if (text === '') return { text, mistakes: [{ at, says: `${asks}.` }] };
  if (text.length <= longestReason) return { text, mistakes: [] };
  return { text, mistakes: [{ at, says: `${asks} in at most ${longestReason} characters.` }] };
}

const week = 7 * 24 * 60 * 60 * 1000;
/** The count of a week's comments goes no further than this. */
const many = 100;

async function needsOf(db: Database, visit: Visit, department: Department): Promise<Need[]> {
  const { person, directory, now } = visit;
  const regionIds = regionsFor(person, 'comments', directory, department).map(({ id }) => id);
  const since = now - week;
  const quarters = [...new Set([now, since].map((instant) => department.calendar.at(instant).id))];
  const [flagged, n] = await Promise.all([
    flaggedNow(db, regionIds),
    countSince(db, { regionIds, quarters, since, most: many }),
  ]);
  const path = listPath(department);
  const urgent = flagged.map(({ quarter, n }): Need => {
    const label = department.calendar.byId(quarter)?.label ?? quarter;
    const what = n === 1 ? 'One comment of' : `${n} comments of`;
    return {
      says: `${what} ${label} in ${department.name} ${n === 1 ? 'is' : 'are'} flagged for danger or abuse and not yet seen to.`,
      ...{ href: `${path}?quarter=${quarter}&show=flagged`, link: 'Read what is flagged', isUrgent: true },
    };
  });
  if (n === 0) return urgent;
  const how = n === 1 ? 'One comment' : n === many ? `${many} comments or more` : `${n} comments`;
  return [
    ...urgent,
    { says: `${how} came in the last seven days in ${department.name}.`, href: path, link: 'Read the comments' },
  ];
}
