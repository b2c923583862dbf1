import { commitChange } from '../audit/audit.ts';
import type { Console } from '../console/console.ts';
import { can } from '../access/access.ts';
import { hasWords } from '../pages/reason.ts';
import { addNote, eraseNote, maxNote, notesAbout } from '../work/work.ts';
import { planPath } from './paths.ts';
import { aboutPlan, onePlan, rule, type PlanRoutes, type PlanVisit } from './plan-visit.ts';

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** Adding a note to a plan, and erasing one. The audit log says that it was done, without the note's words. */
export function noteRoutes(frame: Console, { db, find, show }: PlanRoutes): void {
  frame.post(`${onePlan}/notes`, rule, async (visit) => {
    const found = await find(visit);
    if (!found) return frame.notFound(visit.c);
    const [id, text] = [visit.form.text('id'), visit.form.text('note')];
    const message = problemOf(id, text);
    if (message !== undefined) return show(found, { errors: [{ at: 'note', message }], typed: { note: text } }, 400);
    const note = { id, about: aboutPlan(found.plan), personId: visit.person.id, at: visit.now, text };
    // Nothing is added if this very form was sent before. Another text in it would be lost without a word.
    if (!(await commitChange(db, addNote(note), entryOf(found, 'note added')))) {
      const stored = (await notesAbout(db, note.about)).find((one) => one.id === id);
      if (stored?.text !== text || stored.personId !== note.personId) {
        const again = 'This form was already used for another note. Press Add again.';
        return show(found, { errors: [{ at: 'note', message: again }], typed: { note: text } }, 409);
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
    await commitChange(db, eraseNote(note.id, aboutPlan(found.plan)), entryOf(found, 'note erased'));
    return visit.c.redirect(`${planPath(found.region.department, found.plan)}?notice=erased`, 303);
  });
}

function problemOf(id: string, text: string): string | undefined {
  if (!hasWords(text)) return 'Write a note.';
  if (text.length > maxNote) return `Shorten the note to ${maxNote} characters.`;
  return isId(id) ? undefined : 'Open the page again, and then add the note.';
}

const entryOf = ({ visit, plan, region }: PlanVisit, action: string) => ({
  at: visit.now,
  personId: visit.person.id,
  action,
  // Not the region: that it has a plan says that it is below target, which administrators do not learn (§3.10).
  subject: `action plan ${plan.id}`,
  departmentId: region.department.id,
});
