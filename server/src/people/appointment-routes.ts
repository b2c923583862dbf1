import { html } from 'hono/html';
import { commitChange } from '../audit/audit.ts';
import type { PageContent } from '../console/console.ts';
import type { Form } from '../http/form.ts';
import { errorSummary, type FieldError } from '../pages/fields.ts';
import {
  appointmentFields,
  appointmentFrom,
  isAppointed,
  noAppointment,
  typedAppointment,
  type TypedAppointment,
} from './appointment.ts';
import { roleInWords } from './pages.ts';
import { backTo, type PersonVisit } from './person-view.ts';
import { grants, setAppointment, type ListedGrant } from './queries.ts';

/** Shows who appointed the person to one of their roles, in a form. */
export async function showAppointment(at: PersonVisit): Promise<Response> {
  const grant = await grantOf(at);
  if (!grant) return at.frame.notFound(at.visit.c);
  const { appointedBy, appointedOn } = grant;
  return show(at, grant, { appointedBy: appointedBy ?? '', appointedOn: appointedOn ?? '' });
}

/** Records who appointed the person to one of their roles, and when. */
export async function saveAppointment(at: PersonVisit & { form: Form }): Promise<Response> {
  const { options, visit, person, form } = at;
  const grant = await grantOf(at);
  if (!grant) return at.frame.notFound(visit.c);
  const typed = typedAppointment(form);
  const appointment = appointmentFrom(typed, visit.organization, visit.now);
  if ('errors' in appointment) return show(at, grant, typed, appointment.errors);
  await commitChange(options.db, setAppointment(grant.id, person.id, appointment), {
    at: visit.now,
    personId: visit.person.id,
    action: 'appointment recorded',
    subject: person.email,
    departmentId: grant.departmentId ?? undefined,
    detail: { role: grant.role, ...appointment },
  });
  return backTo(at, 'appointed');
}

async function grantOf({ options, visit, person }: PersonVisit): Promise<ListedGrant | undefined> {
  const own = await grants(options.db, person.id);
  return own.find((grant) => String(grant.id) === visit.c.req.param('grant') && isAppointed(grant));
}

async function show(
  { frame, visit, person }: PersonVisit,
  grant: ListedGrant,
  typed: TypedAppointment = noAppointment,
  errors: FieldError[] = [],
) {
  const path = `/console/people/${person.id}`;
  const page: PageContent = {
    title: `Appointment of ${person.name}`,
    current: 'People',
    sub: roleInWords(grant, visit.organization),
    hasProblem: errors.length > 0,
    main: html`${errorSummary(errors)}
      <form method="post" action="${path}/roles/${String(grant.id)}/appointment">
        ${appointmentFields(typed, errors)}
        <div class="actions">
          <button>Save</button>
          <a href="${path}">Cancel</a>
        </div>
      </form>`,
  };
  return frame.page(visit, page, errors.length > 0 ? 400 : 200);
}
