import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { textField, type FieldMistake } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import type { Department } from '../org/org.ts';
import { directoryPath } from './paths.ts';
import type { Hold } from './queries.ts';

/** What the department has to keep beyond its time, and the ways to place and to lift a hold. */
export function holdSection(
  { slug, zone }: Department,
  holds: Hold[],
  mistakes: FieldMistake[],
  reason: string,
): Markup {
  const base = `${directoryPath}/departments/${slug}/holds`;
  const inForce = ({ id, reason: placedFor, placedAt }: Hold) => {
    const name = `lift-${id}`;
    const isWrong = mistakes.some(({ at }) => at === name);
    return html`<h3>In force since ${dayInWords(placedAt, zone)}</h3>
      <p>${placedFor}</p>
      <form method="post" action="${base}/${id}/lifting">
        ${textField({ name, label: 'Why it is lifted', value: isWrong ? reason : '', mistakes })}
        <button class="second">Lift this hold</button>
      </form>`;
  };
  const signal = ({ reason: placedFor, placedAt, liftedAt }: Hold) =>
    html`<li>${dayInWords(placedAt, zone)} to ${dayInWords(liftedAt!, zone)}: ${placedFor}</li>`;
  const isPlacing = mistakes.some(({ at }) => at === 'hold');
  const lifted = holds.filter(({ liftedAt }) => liftedAt !== null);
  return html`<h2>Legal hold</h2>
    <p>
      Where a court, an auditor or the agency’s counsel asks to keep everything, a hold stops all deleting for age in
      this department until it is lifted. The audit keeps who placed and lifted it, and why.
    </p>
    ${holds.filter(({ liftedAt }) => liftedAt === null).map(inForce)}
    <form method="post" action="${base}">
      ${textField({ name: 'hold', label: 'Why everything is to be kept', value: isPlacing ? reason : '', mistakes })}
      <button class="second">Place a hold</button>
    </form>
    ${
      lifted.length === 0
        ? ''
        : html`<h3>Holds that were lifted</h3>
            <ul>
              ${lifted.map(signal)}
            </ul>`
    }`;
}
