import type { Console, Visit } from '../console/console.ts';
import type { Form } from '../http/form.ts';
import { findBySlug } from '../org/org.ts';
import { isReason, maxReason } from '../pages/reason.ts';
import type { FieldError } from '../pages/fields.ts';
import { addNoteIfChanged } from '../work/work.ts';
import type { CasePage } from './case-page.ts';
import { findCase, oneCase, showAgain, showOvertaken, type CaseRoutes } from './case-visit.ts';
import { decidedRoutes } from './filing-queries.ts';
import { keptSight } from './kept-sight.ts';
import { kinds } from './kinds.ts';
import { workers } from './list-routes.ts';
import { handlersAt, isSeenAtDesk, managersOf, type Recipient } from './notices.ts';
import { officeIn } from './offices.ts';
import { casePath, casesPath } from './paths.ts';
import { isSeenBy } from './queries.ts';
import { routeOf } from './routing.ts';
import { seerOf } from './sight.ts';
import { byReader } from './step-forms.ts';
import { noteBy } from './step-routes.ts';
import { takeStep, type Step } from './take-step.ts';

type Change = Pick<Step, 'events'> & Partial<Step>;
/** @returns the problems with what was chosen, or what changes. */
type Read = (visit: Visit & { form: Form }, page: CasePage) => Promise<FieldError[] | Change>;

/** Changing who works on a case: its owner, its desk, and what and which office it is about, which decide the desk. */
export function handlingRoutes(frame: Console, options: CaseRoutes): void {
  const { db, outbox } = options;
  const change = (path: string, read: Read) =>
    frame.post(`${oneCase}/${path}`, workers, async (visit) => {
      const { c, form, person, organization, now } = visit;
      const page = await findCase(db, visit);
      if (!page) return frame.notFound(c);
      const typed = { desk: form.text('desk'), 'desk-reason': form.text('desk-reason') };
      const again = () => showOvertaken(frame, options, visit, typed);
      if (Number(form.text('version')) !== page.file.version) return again();
      const asked = await read(visit, page);
      if (Array.isArray(asked)) return showAgain(frame, options, visit, page, asked, typed);
      const { file, department } = page;
      if (!(await takeStep({ db, outbox }, { file, department, by: person.id, at: now, ...asked }))) return again();
      const isSeen = await isSeenBy(db, seerOf(person, organization), file.id);
      return c.redirect(isSeen ? `${casePath(file.reference)}?notice=step` : `${casesPath}?notice=gone`, 303);
    });

  change('owner', async ({ form }, page) => {
    const id = form.text('owner') === '' ? null : form.text('owner');
    if (id !== null && !page.owners.some((one) => one.id === id)) {
      return [{ at: 'owner', message: 'Choose the owner from the list.' }];
    }
    return { events: [byReader(page, { kind: 'handed', detail: { from: page.file.ownerId, to: id } })], ownerId: id };
  });

  change('desk', async ({ form, organization, person, now }, page) => {
    const { file, department } = page;
    const desk = findBySlug(organization.desks, form.text('desk'));
    const isThere = desk?.endedAt === null && (desk.department === null || desk.department.id === department.id);
    if (!desk || !isThere || desk.id === file.deskId)
      return [{ at: 'desk', message: 'Choose the desk from the list.' }];
    if (file.kind === 'privacy' && desk.isRestricted === 0) {
      return [{ at: 'desk', message: 'A breach of privacy can only go to a restricted desk.' }];
    }
    const reason = form.text('desk-reason');
    if (!isReason(reason))
      return [{ at: 'desk-reason', message: `Enter a reason of ${maxReason} characters or fewer.` }];
    const sight = await keptSight(db, page, desk, file.kind);
    return {
      events: [byReader(page, { kind: 'moved', detail: { from: file.deskId, to: desk.id } })],
      desk: { id: desk.id, sight },
      ownerId: null,
      notices: isSeenAtDesk(sight) ? told('desk', await handlersAt(db, desk.id, file.id)) : [],
      also: [addNoteIfChanged(noteBy(file, person.id, now, reason))],
    };
  });

  change('kind', async ({ form, organization }, page) => {
    const { file, department } = page;
    const kind = kinds.find((one) => one === form.text('kind'));
    if (kind === undefined || kind === file.kind)
      return [{ at: 'kind', message: 'Choose something else from the list.' }];
    const decided = await decidedRoutes(db, department.id);
    const isOfficeKnown = !isOfficeUnknown(page);
    const { desk } = routeOf({ kind, departmentId: department.id, isOfficeKnown }, organization.desks, decided);
    const changed = byReader(page, { kind: 'kind changed', detail: { from: file.kind, to: kind } });
    const moved = byReader(page, { kind: 'moved', detail: { from: file.deskId, to: desk.id } });
    const sight = isOfficeKnown ? await keptSight(db, page, desk, kind) : 'restricted';
    return {
      events: desk.id === file.deskId ? [changed] : [changed, moved],
      kind,
      desk: { id: desk.id, sight },
      notices:
        desk.id === file.deskId
          ? []
          : [
              ...(isSeenAtDesk(sight) ? told('desk', await handlersAt(db, desk.id, file.id)) : []),
              ...(isOfficeKnown ? told('manager', await managersOf(db, department.id, file.id)) : []),
            ],
    };
  });

  change('office', async ({ form, organization }, page) => {
    const { file } = page;
    const office = officeIn(form.text('office'), organization);
    if (office === undefined) return [{ at: 'office', message: 'Choose the department or office from the list.' }];
    const { department, region } = office;
    const route = { kind: file.kind, departmentId: department.id, isOfficeKnown: true };
    const { desk } = routeOf(route, organization.desks, await decidedRoutes(db, department.id));
    const sight = await keptSight(db, page, desk, file.kind);
    const changed = { department: department.id, region: region?.id ?? null };
    const isMoved = desk.id !== file.deskId;
    const moved = byReader(page, { kind: 'moved', detail: { from: file.deskId, to: desk.id } });
    return {
      department,
      office: { regionId: changed.region },
      events: [byReader(page, { kind: 'office changed', detail: changed }), ...(isMoved ? [moved] : [])],
      desk: { id: desk.id, sight },
      notices: [
        ...(isMoved && isSeenAtDesk(sight) ? told('desk', await handlersAt(db, desk.id, file.id)) : []),
        ...(isMoved || department.id !== file.departmentId
          ? told('manager', await managersOf(db, department.id, file.id))
          : []),
      ],
    };
  });
}

/** Whether the chief administrative officer's desk is still finding out what a case is about. */
function isOfficeUnknown({ file, desk }: CasePage): boolean {
  return file.sight === 'restricted' && file.regionId === null && desk.duty === 'chief administrative officer';
}

const told = (notice: Recipient['notice'], people: { id: string }[]): Recipient[] =>
  people.map(({ id }) => ({ notice, to: id }));
