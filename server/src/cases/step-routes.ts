import type { Console, Visit } from '../console/console.ts';
import type { Form } from '../http/form.ts';
import { addNoteIfChanged } from '../work/work.ts';
import { beginSecondStage } from './begin-second-stage.ts';
import type { CasePage } from './case-page.ts';
import { findCase, oneCase, showAgain, showCase, showOvertaken, type CaseRoutes } from './case-visit.ts';
import { notesKey } from './detail-queries.ts';
import { workers } from './list-routes.ts';
import { maxCaseForm } from './kinds.ts';
import { casePath, casesPath } from './paths.ts';
import { isSeenBy } from './queries.ts';
import { seerOf } from './sight.ts';
import { byReader, type StepForm } from './step-forms.ts';
import { stepForms } from './steps-section.ts';
import { takeStep } from './take-step.ts';

/** The page of a case, and the steps that it can take. */
export function stepRoutes(frame: Console, options: CaseRoutes): void {
  const { db } = options;
  frame.get(oneCase, workers, async (visit) => {
    const page = await findCase(db, visit);
    if (!page) return frame.notFound(visit.c);
    return showCase(frame, options, visit, { ...page, notice: visit.c.req.query('notice') });
  });

  frame.post(
    `${oneCase}/steps/:step`,
    workers,
    async (visit) => {
      const { c, form } = visit;
      const page = await findCase(db, visit);
      const step = stepForms.find(({ id }) => id === c.req.param('step'));
      if (!page || !step) return frame.notFound(c);
      const typed = typedIn(form, step.id);
      const again = () => showOvertaken(frame, options, visit, typed);
      if (Number(form.text('version')) !== page.file.version || !step.isOffered(page)) return again();
      const asked = step.read(form, page);
      if (Array.isArray(asked)) return showAgain(frame, options, visit, page, asked, typed);
      const done =
        'begins' in asked ? await begin(options, visit, page, asked) : await take(options, visit, page, asked);
      return done === undefined ? again() : c.redirect(done, 303);
    },
    maxCaseForm,
  );
}

type Asked = Exclude<ReturnType<StepForm['read']>, unknown[]>;

/** @returns where to go next; undefined if someone else changed the case first. */
async function take(
  { db, outbox }: CaseRoutes,
  { person, now }: Visit,
  page: CasePage,
  { stage, message, note, also = [], ...asked }: Extract<Asked, { events: unknown }>,
): Promise<string | undefined> {
  const { file, department } = page;
  // Whoever does something with a case that no one owns, owns it from then on.
  const takes = file.ownerId === null && page.owners.some(({ id }) => id === person.id);
  const handed = byReader(page, { kind: 'handed', detail: { from: null, to: person.id } });
  const isFirst = await takeStep(
    { db, outbox },
    {
      file,
      department,
      by: person.id,
      at: now,
      events: takes ? [...asked.events, handed] : asked.events,
      ...(stage ? { stage } : {}),
      ...(takes ? { ownerId: person.id } : {}),
      message,
      also: [...also, ...(note === undefined ? [] : [addNoteIfChanged(noteBy(file, person.id, now, note))])],
    },
  );
  const notice = message?.way === 'email' ? 'sent' : message?.way === 'print' ? 'print' : 'step';
  return isFirst ? `${casePath(file.reference)}?notice=${notice}` : undefined;
}

/** Begins the second stage, which whoever began it may no longer see. */
async function begin(
  { db, outbox }: CaseRoutes,
  { person, organization, now }: Visit,
  { file }: CasePage,
  { begins }: Extract<Asked, { begins: unknown }>,
): Promise<string | undefined> {
  if (!(await beginSecondStage({ db, outbox }, { ...begins, file, organization, by: person.id, now })))
    return undefined;
  const isSeen = await isSeenBy(db, seerOf(person, organization), file.id);
  return isSeen ? `${casePath(file.reference)}?notice=second` : `${casesPath}?notice=second`;
}

/** A note for staff that goes with a step. */
export function noteBy(file: { id: number }, personId: string, at: number, text: string) {
  return { id: crypto.randomUUID(), about: notesKey(file), personId, at, text };
}

/** What was typed into the fields of one form. */
function typedIn(form: Form, id: string): Record<string, string> {
  const names = ['text', 'way', 'reason', 'until', 'category', 'channel', 'outcome', 'on', 'change', 'change-text'].map(
    (name) => `${id}-${name}`,
  );
  return Object.fromEntries(names.map((name) => [name, form.text(name)]));
}
