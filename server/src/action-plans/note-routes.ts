import { commitChange } from '../audit/audit.ts';
import type { Console } from '../console/console.ts';
import { can } from '../access/access.ts';
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
    if (text === '' || text.length > maxNote || !isId(id)) {
      const message = text === '' ? 'Write a note.' : `Shorten the note to ${maxNote} characters.`;
      return show(found, { errors: [{ at: 'note', message }], typed: { note: text } }, 400);
    }
    const note = { id, about: aboutPlan(found.plan), personId: visit.person.id, at: visit.now, text };
    await commitChange(db, addNote(note), entryOf(found, 'note added'));
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

const entryOf = ({ visit, plan, region }: PlanVisit, action: string) => ({
  at: visit.now,
  personId: visit.person.id,
  action,
  subject: `action plan ${region.slug} ${plan.quarter}`,
  departmentId: region.department.id,
});
