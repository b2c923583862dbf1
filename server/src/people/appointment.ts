import { dayFrom } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { teamRoles, withoutDirectionSigns, type Role } from '../access/access.ts';
import type { Form } from '../http/form.ts';
import type { Organization } from '../org/org.ts';
import { textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';

// Who appointed a member of Team HEART, and when (docs/policies/heart-cws.md, "Roles and Responsibilities").

/** Whether the role is one of Team HEART, whose members are appointed. */
export function isAppointed({ role }: { role: Role }): boolean {
  return teamRoles.includes(role);
}

/** An appointment as it is stored; null for what is not known. */
export interface Appointment {
  /** In the agency's words, such as `Director of Child Welfare Services`. */
  appointedBy: string | null;
  /** `2026-07-01`. */
  appointedOn: string | null;
}

/** An appointment as an administrator entered it. */
export interface TypedAppointment {
  appointedBy: string;
  appointedOn: string;
}

export const noAppointment: TypedAppointment = { appointedBy: '', appointedOn: '' };

/** The maximum length of who appointed someone, in UTF-16 units. */
const maxAppointedBy = 120;

export function typedAppointment(form: Form): TypedAppointment {
  return {
    appointedBy: withoutDirectionSigns(form.text('appointedBy')).trim(),
    appointedOn: form.text('appointedOn'),
  };
}

/** The appointment that was entered, or the problems with it. Both fields may be blank. */
export function appointmentFrom(
  { appointedBy, appointedOn }: TypedAppointment,
  { departments }: Organization,
  now: number,
): Appointment | { errors: FieldError[] } {
  const errors: FieldError[] = [];
  if (appointedBy.length > maxAppointedBy) {
    errors.push({ at: 'appointedBy', message: `Enter ${maxAppointedBy} characters or fewer.` });
  }
  const day = dayFrom(appointedOn);
  if (appointedOn !== '' && !day) errors.push({ at: 'appointedOn', message: 'Enter the date of the appointment.' });
  if (day && day.startIn(departments[0]?.zone ?? 'UTC') > now) {
    errors.push({ at: 'appointedOn', message: `${day.inWords} is in the future.` });
  }
  return errors.length > 0 ? { errors } : { appointedBy: appointedBy || null, appointedOn: appointedOn || null };
}

/** The problems of several fields that were read together. */
export function errorsOf(...read: object[]): FieldError[] {
  return read.flatMap((one) => ('errors' in one ? (one.errors as FieldError[]) : []));
}

/** The fields for an appointment. */
export function appointmentFields({ appointedBy, appointedOn }: TypedAppointment, errors: FieldError[]): Markup {
  return html`${textField({
    name: 'appointedBy',
    label: 'Appointed by',
    value: appointedBy,
    errors,
    hint: 'For ambassadors, junior ambassadors and representatives, such as “Director of Child Welfare Services”. Leave it blank if you do not know.',
  })}
  ${textField({
    name: 'appointedOn',
    label: 'Date of the appointment',
    type: 'date',
    value: appointedOn,
    isShort: true,
    errors,
    hint: 'The Team HEART page shows it. If you leave it blank, the page shows the date the role was added.',
  })}`;
}
