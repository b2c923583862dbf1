import type { Console } from '../console/console.ts';
import type { Form } from '../http/form.ts';
import { addNoteIfChanged } from '../work/work.ts';
import { findCase, oneCase, showAgain, showCase, showOvertaken, type CaseRoutes } from './case-visit.ts';
import { notesKey } from './detail-queries.ts';
import { workers } from './list-routes.ts';
import { maxCaseForm } from './kinds.ts';
import { casePath } from './paths.ts';
import { byReader } from './step-forms.ts';
import { stepForms } from './steps-section.ts';
import { takeStep } from './take-step.ts';

/** The page of a case, and the steps that it can take. */
export function stepRoutes(frame: Console, options: CaseRoutes): void {
  const { db, outbox } = options;
  frame.get(oneCase, workers, async (visit) => {
    const page = await findCase(db, visit);
    if (!page) return frame.notFound(visit.c);
    return showCase(frame, options, visit, { ...page, notice: visit.c.req.query('notice') });
  });

  frame.post(
    `${oneCase}/steps/:step`,
    workers,
    async (visit) => {
      const { c, form, person, now } = visit;
      const page = await findCase(db, visit);
      const step = stepForms.find(({ id }) => id === c.req.param('step'));
      if (!page || !step) return frame.notFound(c);
      const typed = typedIn(form, step.id);
      const again = () => showOvertaken(frame, options, visit, typed);
      if (Number(form.text('version')) !== page.file.version || !step.isOffered(page)) return again();
      const asked = step.read(form, page);
      if (Array.isArray(asked)) return showAgain(frame, options, visit, page, asked, typed);
      const { stage, message, note } = asked;
      // Whoever does something with a case that no one owns, owns it from then on.
      const takes = page.file.ownerId === null && page.owners.some(({ id }) => id === person.id);
      const handed = byReader(page, { kind: 'handed', detail: { from: null, to: person.id } });
      const events = takes ? [...asked.events, handed] : asked.events;
      const isFirst = await takeStep(
        { db, outbox },
        {
          file: page.file,
          department: page.department,
          by: person.id,
          at: now,
          events,
          ...(stage ? { stage } : {}),
          ...(takes ? { ownerId: person.id } : {}),
          message,
          also: note === undefined ? [] : [addNoteIfChanged(noteBy(page.file, person.id, now, note))],
        },
      );
      if (!isFirst) return again();
      const notice = message?.way === 'email' ? 'sent' : message?.way === 'print' ? 'print' : 'step';
      return c.redirect(`${casePath(page.file.reference)}?notice=${notice}`, 303);
    },
    maxCaseForm,
  );
}

/** A note for staff that goes with a step. */
export function noteBy(file: { id: number }, personId: string, at: number, text: string) {
  return { id: crypto.randomUUID(), about: notesKey(file), personId, at, text };
}

/** What was typed into the fields of one form. */
function typedIn(form: Form, id: string): Record<string, string> {
  const names = ['text', 'way', 'reason', 'until', 'category'].map((name) => `${id}-${name}`);
  return Object.fromEntries(names.map((name) => [name, form.text(name)]));
}
