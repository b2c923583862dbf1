import { dayFrom, isoDay } from '@heart-survey/shared/dates';
import type { Console } from '../console/console.ts';
import { statement } from '../database/statement.ts';
import { hasWords, isReason, maxReason } from '../pages/reason.ts';
import type { FieldError } from '../pages/fields.ts';
import type { Organization } from '../org/org.ts';
import { maxNote } from '../work/work.ts';
import { commit, type Database } from '../database/database.ts';
import { noteOnCase } from './case-note.ts';
import type { CasePage } from './case-page.ts';
import { findCase, oneCase, showAgain, showOvertaken, type CaseRoutes } from './case-visit.ts';
import { workers } from './list-routes.ts';
import { isKnown, keptSight } from './kept-sight.ts';
import { alertedOf, managersOf } from './notices.ts';
import { casePath, casesPath } from './paths.ts';
import { isSeenBy } from './queries.ts';
import { seerOf } from './sight.ts';
import { byReader } from './step-forms.ts';
import { takeStep, type Step } from './take-step.ts';

/** Whom a case is about, danger in it, and the notes on it. */
export function aboutRoutes(frame: Console, options: CaseRoutes): void {
  const { db, outbox } = options;
  frame.post(`${oneCase}/about`, workers, async (visit) => {
    const { c, form, person, organization, now } = visit;
    const page = await findCase(db, visit);
    if (!page) return frame.notFound(c);
    const employee = page.nameable.find(({ id }) => String(id) === form.text('about'));
    if (Number(form.text('version')) !== page.file.version) return showOvertaken(frame, options, visit);
    if (!employee)
      return showAgain(
        frame,
        options,
        visit,
        page,
        [{ at: 'about', message: 'Choose the employee from the list.' }],
        {},
      );
    const { file, department } = page;
    const level = await levelUp(db, page, employee, organization);
    const named = byReader(page, { kind: 'named', detail: { employeeId: employee.id } });
    const moved =
      level?.desk === undefined || level.desk.id === file.deskId
        ? []
        : [byReader(page, { kind: 'moved', detail: { from: file.deskId, to: level.desk.id } })];
    const isOwner = employee.personId !== null && employee.personId === file.ownerId;
    const isFirst = await takeStep(
      { db, outbox },
      {
        file,
        department,
        by: person.id,
        at: now,
        events: [named, ...moved],
        ...(isOwner ? { ownerId: null } : {}),
        ...level,
        also: [
          statement(
            `INSERT INTO case_about (case_id, employee_id, named_at, named_by)
              SELECT :caseId, :employeeId, :now, :by WHERE changes() > 0 ON CONFLICT DO NOTHING`,
            { caseId: file.id, employeeId: employee.id, now, by: person.id },
          ),
        ],
      },
    );
    if (!isFirst) return showOvertaken(frame, options, visit);
    const isSeen = await isSeenBy(db, seerOf(person, organization), file.id);
    return c.redirect(isSeen ? `${casePath(file.reference)}?notice=step` : `${casesPath}?notice=gone`, 303);
  });

  frame.post(`${oneCase}/about/:employee/end`, workers, async (visit) => {
    const { c, form, person, now } = visit;
    const page = await findCase(db, visit);
    const employee = page?.named.find(({ id }) => String(id) === c.req.param('employee'));
    if (!page || !employee) return frame.notFound(c);
    const { file, department, desk } = page;
    if (Number(form.text('version')) !== file.version) return showOvertaken(frame, options, visit);
    const others = page.named.filter(({ id }) => id !== employee.id);
    const sight = await keptSight(db, { dangers: page.dangers, named: others }, desk, file.kind);
    const isFirst = await takeStep(
      { db, outbox },
      {
        file,
        department,
        by: person.id,
        at: now,
        events: [byReader(page, { kind: 'unnamed', detail: { employeeId: employee.id } })],
        desk: { id: desk.id, sight: file.sight === 'restricted' ? 'restricted' : sight },
        also: [
          statement('DELETE FROM case_about WHERE case_id = :caseId AND employee_id = :employeeId AND changes() > 0', {
            caseId: file.id,
            employeeId: employee.id,
          }),
        ],
      },
    );
    return isFirst ? c.redirect(`${casePath(file.reference)}?notice=step`, 303) : showOvertaken(frame, options, visit);
  });

  frame.post(`${oneCase}/danger-new`, workers, async (visit) => {
    const { c, form, person, organization, now } = visit;
    const page = await findCase(db, visit);
    if (!page) return frame.notFound(c);
    const { file, department } = page;
    if (page.dangers.some(({ outcome }) => outcome === null))
      return c.redirect(`${casePath(file.reference)}?notice=before`, 303);
    if (Number(form.text('version')) !== file.version) return showOvertaken(frame, options, visit);
    const recipients = await alertedOf(db, department, file);
    const takes = file.ownerId === null && !page.second.barred.has(person.id);
    const isFirst = await takeStep(
      { db, outbox },
      {
        file,
        department,
        by: person.id,
        at: now,
        // Its number is made by the database, so its event is among the statements below.
        events: [
          byReader(page, { kind: 'read' }),
          ...(takes ? [byReader(page, { kind: 'handed', detail: { from: null, to: person.id } })] : []),
        ],
        ...(file.sight === 'desk' ? { desk: { id: file.deskId, sight: 'danger' as const } } : {}),
        ...(takes ? { ownerId: person.id } : {}),
        also: dangerRaisedBy(file.id, person.id, now),
        notices: recipients,
      },
    );
    if (!isFirst) return showOvertaken(frame, options, visit);
    const isSeen = await isSeenBy(db, seerOf(person, organization), file.id);
    return c.redirect(isSeen ? `${casePath(file.reference)}?notice=danger` : `${casesPath}?notice=gone`, 303);
  });

  frame.post(`${oneCase}/dangers/:danger`, workers, async (visit) => {
    const { c, form, person, now } = visit;
    const page = await findCase(db, visit);
    const danger = page?.dangers.find(({ id }) => String(id) === c.req.param('danger'));
    if (!page || !danger) return frame.notFound(c);
    const typed = Object.fromEntries(
      ['danger-outcome', 'danger-on', 'danger-text'].map((name) => [name, form.text(name)]),
    );
    const outcome = (['reported', 'not reportable'] as const).find((one) => one === typed['danger-outcome']);
    const errors = outcomeErrors(page, typed, outcome);
    if (errors.length > 0 || outcome === undefined) return showAgain(frame, options, visit, page, errors, typed);
    const { file, department } = page;
    if (danger.outcome !== null) return c.redirect(`${casePath(file.reference)}?notice=before`, 303);
    const isFirst =
      Number(form.text('version')) === file.version &&
      (await takeStep(
        { db, outbox },
        {
          file,
          department,
          by: person.id,
          at: now,
          events: [byReader(page, { kind: 'danger ended', detail: { danger: danger.id, outcome } })],
          ...(outcome === 'not reportable' && file.sight === 'danger'
            ? { desk: { id: file.deskId, sight: await keptSight(db, page, page.desk, file.kind, danger.id) } }
            : {}),
          also: [
            statement(
              `UPDATE case_danger SET outcome = :outcome, outcome_on = :day, outcome_text = :text, outcome_by = :by, outcome_at = :now
                WHERE id = :id AND outcome IS NULL AND changes() > 0`,
              { outcome, day: typed['danger-on']!, text: typed['danger-text']!, by: person.id, now, id: danger.id },
            ),
          ],
        },
      ));
    return isFirst
      ? c.redirect(`${casePath(file.reference)}?notice=step`, 303)
      : showOvertaken(frame, options, visit, typed);
  });

  frame.post(`${oneCase}/note`, workers, async (visit) => {
    const { c, form, person, now } = visit;
    const page = await findCase(db, visit);
    if (!page) return frame.notFound(c);
    const [id, text] = [form.text('note-id'), form.text('note')];
    const typed = { note: text };
    const isUsable = hasWords(text) && text.length <= maxNote && /^[\da-f-]{36}$/.test(id);
    if (!isUsable) {
      const message = `Write a note of ${maxNote.toLocaleString('en-US')} characters or fewer.`;
      return showAgain(frame, options, visit, page, [{ at: 'note', message }], typed);
    }
    // Sent twice, it is one note. It changes nothing else, so nobody can be overtaken.
    const [added] = await commit(db, [noteOnCase(page.file, { id, personId: person.id, at: now, text })]);
    if (added.rowsAffected === 0 && (await findCase(db, visit)) === undefined) return frame.notFound(c);
    return c.redirect(`${casePath(page.file.reference)}?notice=noted`, 303);
  });
}

function dangerRaisedBy(caseId: number, by: string, at: number) {
  return [
    statement('INSERT INTO case_danger (case_id, raised_at, raised_by) SELECT :caseId, :at, :by WHERE changes() > 0', {
      caseId,
      at,
      by,
    }),
    statement(
      `INSERT INTO case_event (case_id, kind, at, person_id, detail)
        SELECT case_id, 'danger', :at, :by, json_object('danger', max(id)) FROM case_danger
          WHERE case_id = :caseId GROUP BY case_id HAVING changes() > 0`,
      { caseId, at, by },
    ),
  ];
}

/**
 * Where a case goes if it is about someone whom we do not know here: one level up. Nobody knows then whether they work at the desk,
 * so only the managers see it; and if it is about a manager, or there is none, the chief administrative officer's desk.
 */
async function levelUp(
  db: Database,
  page: CasePage,
  employee: CasePage['nameable'][number],
  { desks }: Organization,
): Promise<Pick<Step, 'desk'> | undefined> {
  const { file, department } = page;
  const { personId, email } = employee;
  if (file.sight === 'restricted') return undefined;
  const managers = await managersOf(db, department.id);
  const isThem = (one: { id: string; email: string }) => one.id === personId || one.email === email?.toLowerCase();
  const others = managers.filter((one) => !isThem(one));
  const top = desks.find(({ duty }) => duty === 'chief administrative officer');
  if (others.length === 0 && top) return { desk: { id: top.id, sight: await keptSight(db, page, top, file.kind) } };
  return file.sight === 'desk' && !(await isKnown(db, employee))
    ? { desk: { id: file.deskId, sight: 'managers' } }
    : undefined;
}

function outcomeErrors(
  { now, department }: CasePage,
  typed: Record<string, string>,
  outcome: string | undefined,
): FieldError[] {
  const [day, text] = [typed['danger-on'] ?? '', typed['danger-text'] ?? ''];
  return [
    ...(outcome === undefined ? [{ at: 'danger-outcome', message: 'Choose what was done.' }] : []),
    ...(dayFrom(day) === undefined || day > isoDay(now, department.zone)
      ? [{ at: 'danger-on', message: 'Enter the date on which it was done, today at the latest.' }]
      : []),
    ...(isReason(text)
      ? []
      : [
          {
            at: 'danger-text',
            message: `Enter to whom it was reported, or why it is not reportable, in ${maxReason} characters or fewer.`,
          },
        ]),
  ];
}
