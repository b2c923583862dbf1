import { commitChange } from '../audit/audit.ts';
import type { Console } from '../console/console.ts';
import { can } from '../access/access.ts';
import { isId } from '../http/form.ts';
import type { FieldError } from '../pages/fields.ts';
import { hasWords } from '../pages/reason.ts';
import { addNote, eraseNote, maxNote, notesAbout } from '../work/work.ts';
import { addCheckIn } from './changes.ts';
import { planPath } from './paths.ts';
import { aboutPlan, onePlan, planEntry, rule, type PlanRoutes } from './plan-visit.ts';
import { checkInWords, type CheckInState } from './words.ts';

/** Adding a note to a plan, and erasing one. The audit log says that it was done, without the note's words. */
export function noteRoutes(frame: Console, { db, find, show }: PlanRoutes): void {
  frame.post(`${onePlan}/notes`, rule, async (visit) => {
    const found = await find(visit);
    if (!found) return frame.notFound(visit.c);
    const [id, text, state] = [visit.form.text('id'), visit.form.text('note'), visit.form.text('state')];
    const typed = { note: text, state };
    const error = problemOf(id, text, state);
    if (error !== undefined) return show(found, { errors: [error], typed }, 400);
    const note = { id, about: aboutPlan(found.plan), personId: visit.person.id, at: visit.now, text };
    const checkIn = state === '' ? [] : [addCheckIn({ noteId: id, state: state as CheckInState })];
    // Nothing is added if this very form was sent before. Another text in it would be lost without a word.
    if (!(await commitChange(db, addNote(note), planEntry(found, 'note added'), ...checkIn))) {
      const stored = (await notesAbout(db, note.about)).find((one) => one.id === id);
      if (stored?.text !== text || stored.personId !== note.personId) {
        const again = 'That note was already saved. To add this one, select Add again.';
        return show(found, { errors: [{ at: 'note', message: again }], typed }, 409);
      }
    }
    return visit.c.redirect(`${planPath(found.region.department, found.plan)}?notice=noted`, 303);
  });

  frame.post(`${onePlan}/notes/:note/erasure`, rule, async (visit) => {
    const found = await find(visit);
    const notes = found ? await notesAbout(db, aboutPlan(found.plan)) : [];
    const note = notes.find(({ id }) => id === visit.c.req.param('note'));
    // People erase their own notes; a representative may erase any.
    const mayErase =
      note?.personId === visit.person.id || can(visit.person, 'exclusions', { departmentId: visit.department.id });
    if (!found || !note || !mayErase) return frame.notFound(visit.c);
    await commitChange(db, eraseNote(note.id, aboutPlan(found.plan)), planEntry(found, 'note erased'));
    return visit.c.redirect(`${planPath(found.region.department, found.plan)}?notice=erased`, 303);
  });
}

function problemOf(id: string, text: string, state: string): FieldError | undefined {
  if (state !== '' && !Object.hasOwn(checkInWords, state)) {
    return { at: 'state', message: 'Choose how the plan is going from the list.' };
  }
  const message = problemOfText(id, text);
  return message === undefined ? undefined : { at: 'note', message };
}

function problemOfText(id: string, text: string): string | undefined {
  if (!hasWords(text)) return 'Write a note.';
  if (text.length > maxNote) return `Shorten the note to ${maxNote} characters.`;
  return isId(id) ? undefined : 'Open the page again, and then add the note.';
}
