import { givesFigures, revokeTokensBehind } from '../access/access.ts';
import { auditedIfChanged, commitChange } from '../audit/audit.ts';
import { alone } from '../database/statement.ts';
import type { Form } from '../http/form.ts';
import { appointmentFrom, errorsOf, typedAppointment } from './appointment.ts';
import { alongside } from './granting.ts';
import { backTo, refuse, showPerson, type PersonVisit } from './person-view.ts';
import { endGrant, grantRole, grants } from './queries.ts';
import { isSameScope, lastAdministrator, roleEntry, scopeOf } from './scope.ts';

/** Gives the person another role. */
export async function addRole(at: PersonVisit & { form: Form }): Promise<Response> {
  const { options, visit, person, form } = at;
  const { organization, now, person: by } = visit;
  if (person.id === by.id) return refuse(at, 'You cannot give yourself a role. Another administrator can.', 409);
  const typed = { role: form.text('role'), scope: form.text('scope') };
  const appointed = typedAppointment(form);
  const [scope, appointment] = [scopeOf(typed, organization), appointmentFrom(appointed, organization, now)];
  if ('errors' in scope || 'errors' in appointment) {
    return showPerson(at, { errors: errorsOf(scope, appointment), typed, appointed });
  }
  if (person.leftAt !== null) return refuse(at, 'Their access has ended. Restore it first.');
  const grant = { personId: person.id, ...scope, ...appointment, grantedAt: now, grantedBy: by.id };
  const entry = { at: now, personId: by.id, ...roleEntry('role granted', person, scope, organization.desks) };
  const also = await alongside(options, grant);
  await commitChange(options.db, alone(grantRole(grant)), entry, ...also);
  if (also.length > 0) options.outbox.wake();
  const isPending = (await grants(options.db, person.id)).some((own) => own.isPending === 1 && isSameScope(own, scope));
  return backTo(at, isPending ? 'granted-pending' : 'granted');
}

/** Ends one of the person's roles, and revokes the API tokens that depended on it. */
export async function endRole(at: PersonVisit): Promise<Response> {
  const { frame, options, visit, person } = at;
  const { c, now, person: by } = visit;
  const grant = (await grants(options.db, person.id)).find(({ id }) => String(id) === c.req.param('grant'));
  if (!grant) return frame.notFound(c);
  if (person.id === by.id && grant.role === 'administrator') {
    return refuse(at, 'You cannot remove your own administrator role. Another administrator can.');
  }
  const detail = { because: 'role ended', role: grant.role };
  const revoked = { personId: by.id, action: 'tokens revoked', subject: person.email, detail };
  const hasTokens = givesFigures(grant);
  const hasEnded = await commitChange(
    options.db,
    endGrant({ id: grant.id, personId: person.id, at: now, by: by.id }),
    { at: now, personId: by.id, ...roleEntry('role ended', person, grant, visit.organization.desks) },
    ...(hasTokens ? [revokeTokensBehind(grant, now), auditedIfChanged(revoked, now)] : []),
  );
  if (!hasEnded) return refuse(at, lastAdministrator);
  return backTo(at, hasTokens ? 'ended-tokens' : 'ended');
}
