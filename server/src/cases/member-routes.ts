import { commitChange } from '../audit/audit.ts';
import { personById } from '../access/access.ts';
import type { Console } from '../console/console.ts';
import { alone } from '../database/statement.ts';
import type { Form } from '../http/form.ts';
import { endGrant, grantRole, roleEntry } from '../people/people.ts';
import { deskNotices } from './desk-notices.ts';
import { deskPath } from './desk-paths.ts';
import { confirmMember, membersOf, type Member } from './desk-queries.ts';
import type { DeskOptions, DeskVisit, ShowDesk } from './desk-setup.ts';

type DeskForm = DeskVisit & { form: Form };
type Post = (below: string, take: (visit: DeskForm) => Promise<Response>) => void;

/** Adding someone to a desk, confirming them, and removing them. @param post handles a form below the desk's path. */
export function memberRoutes(post: Post, frame: Console, options: DeskOptions, show: ShowDesk): void {
  post('/members', addMember(options, show));
  const member = (below: string, take: (visit: DeskForm, member: Member) => Promise<Response>) =>
    post(`/members/:grant/${below}`, async (visit) => {
      const grant = visit.c.req.param('grant');
      const found = (await membersOf(options.db, visit.desk.id)).find(({ grantId }) => String(grantId) === grant);
      return found ? take(visit, found) : frame.notFound(visit.c);
    });
  member('end', endMember(options));
  member('confirmation', confirm(options, show));
}

const backTo = ({ c, desk }: DeskVisit, notice: string) => c.redirect(`${deskPath(desk)}?notice=${notice}`, 303);

function addMember({ db, outbox }: DeskOptions, show: ShowDesk) {
  return async (visit: DeskForm) => {
    const { form, desk, person: by, now, organization } = visit;
    const reject = (message: string, status: 400 | 409 = 400) =>
      show(visit, { errors: [{ at: 'person', message }] }, status);
    if (desk.endedAt !== null) return show(visit, { errors: [{ at: '', message: 'This desk has ended.' }] }, 409);
    if (form.text('person') === by.id) return reject('You cannot add yourself. Another administrator can.', 409);
    const person = await personById(db, form.text('person'));
    if (person === undefined) return reject('Choose a person.');
    if (person.leftAt !== null) return reject('Their access has ended. Restore it first, under People.');
    const scope = {
      role: 'handler',
      departmentId: desk.department?.id ?? null,
      regionId: null,
      deskId: desk.id,
    } as const;
    const grant = { personId: person.id, ...scope, grantedAt: now, grantedBy: by.id };
    const isNew = await commitChange(
      db,
      alone(grantRole(grant)),
      { at: now, personId: by.id, ...roleEntry('role granted', person, scope, organization.desks) },
      ...(await deskNotices({ db, outbox }, grant)),
    );
    if (isNew) outbox.wake();
    return backTo(visit, isNew ? (desk.isRestricted === 1 ? 'pending' : 'member') : 'member-before');
  };
}

function endMember({ db }: DeskOptions) {
  return async (visit: DeskForm, { grantId, personId, email }: Member) => {
    const { desk, now, person: by, organization } = visit;
    const scope = { role: 'handler', departmentId: desk.department?.id ?? null, deskId: desk.id } as const;
    await commitChange(db, endGrant({ id: grantId, personId, at: now, by: by.id }), {
      at: now,
      personId: by.id,
      ...roleEntry('role ended', { email }, scope, organization.desks),
    });
    return backTo(visit, 'member-ended');
  };
}

function confirm({ db }: DeskOptions, show: ShowDesk) {
  return async (visit: DeskForm, { grantId, email }: Member) => {
    const { desk, now, person: by, organization } = visit;
    const scope = { role: 'handler', departmentId: desk.department?.id ?? null, deskId: desk.id } as const;
    const isConfirmed = await commitChange(db, confirmMember(grantId, { by: by.id, at: now }), {
      at: now,
      personId: by.id,
      ...roleEntry('role confirmed', { email }, scope, organization.desks),
    });
    // Someone else may have confirmed it in the meantime, or the same form was sent twice.
    const stillPending = (await membersOf(db, desk.id)).some((one) => one.grantId === grantId && one.isPending === 1);
    if (isConfirmed || !stillPending) return backTo(visit, isConfirmed ? 'confirmed' : 'confirmed-before');
    const message = 'You cannot confirm someone whom you added, or yourself. Another administrator can.';
    return show(visit, { errors: [{ at: '', message }] }, 409);
  };
}
