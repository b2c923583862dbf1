import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import type { Department } from '../org/org.ts';
import { departmentPath } from './paths.ts';
import type { Hold } from './queries.ts';

/** A department's legal holds, and the forms that place and lift them. */
export function holdSection(department: Department, holds: Hold[], errors: FieldError[], reason: string): Markup {
  const { zone } = department;
  const base = `${departmentPath(department)}/holds`;
  const typed = (name: string) => (errors.some(({ at }) => at === name) ? reason : '');
  const inForce = ({ id, reason: placedFor, placedAt }: Hold) => {
    const name = `lift-${id}`;
    return html`<h3>In force since ${dayInWords(placedAt, zone)}</h3>
      <p>${placedFor}</p>
      <form method="post" action="${base}/${id}/lifting">
        ${textField({ name, label: 'Reason for lifting it', value: typed(name), errors })}
        <button class="second">Lift this hold</button>
      </form>`;
  };
  return html`<h2>Legal hold</h2>
    <p>
      If a court, an auditor or your agency’s counsel asks you to keep everything, place a hold. While the hold is in
      place, nothing in this department will be deleted automatically, no matter how old it is. The audit log shows who
      placed and lifted it, and why.
    </p>
    ${holds.filter(({ liftedAt }) => liftedAt === null).map(inForce)}
    <form method="post" action="${base}">
      ${textField({ name: 'hold', label: 'Reason for keeping everything', value: typed('hold'), errors })}
      <button class="second">Place a hold</button>
    </form>
    ${liftedHolds(holds, zone)}`;
}

function liftedHolds(holds: Hold[], zone: string): Markup | '' {
  const line = ({ reason, placedAt, liftedAt }: Hold) =>
    liftedAt === null ? [] : [html`<li>${dayInWords(placedAt, zone)} to ${dayInWords(liftedAt, zone)}: ${reason}</li>`];
  const lines = holds.flatMap(line);
  return lines.length === 0
    ? ''
    : html`<h3>Earlier holds</h3>
        <ul>
          ${lines}
        </ul>`;
}
