import type { Console, Visit } from '../console/console.ts';
import type { Form } from '../http/form.ts';
import { endAccess, endSecondFactor, restoreAccess, unlinkProvider } from './access-routes.ts';
import { saveAppointment, showAppointment } from './appointment-routes.ts';
import { inviteAgain } from './invitation-route.ts';
import { showPerson, type PersonRoutes, type PersonVisit } from './person-view.ts';
import { listedPerson, withPasswordRule } from './queries.ts';
import { addRole, endRole } from './role-routes.ts';

const people = { of: 'installation', action: 'people' } as const;
const path = '/console/people/:person';

/** What an administrator can do on a person's page, by the rest of the path. */
const changes: Record<string, (visit: PersonVisit & { form: Form }) => Promise<Response>> = {
  '/invitation': inviteAgain,
  '/roles': addRole,
  '/roles/:grant/end': endRole,
  '/roles/:grant/appointment': saveAppointment,
  '/leave': endAccess,
  '/return': restoreAccess,
  '/second-factor/end': endSecondFactor,
  '/provider-link/end': unlinkProvider,
};

/** The page of one person, and its forms. */
export function personRoutes(frame: Console, options: PersonRoutes): void {
  const { db, passwordRule } = options;
  const find = async ({ c }: Visit) => {
    const found = await listedPerson(db, c.req.param('person') ?? '');
    return found && withPasswordRule(passwordRule, found);
  };

  frame.get(path, people, async (visit) => {
    const person = await find(visit);
    return person ? showPerson({ frame, options, visit, person }) : frame.notFound(visit.c);
  });
  frame.get(`${path}/roles/:grant/appointment`, people, async (visit) => {
    const person = await find(visit);
    return person ? showAppointment({ frame, options, visit, person }) : frame.notFound(visit.c);
  });
  for (const [rest, change] of Object.entries(changes)) {
    frame.post(`${path}${rest}`, people, async ({ form, ...visit }) => {
      const person = await find(visit);
      return person ? change({ frame, options, visit, person, form }) : frame.notFound(visit.c);
    });
  }
}
