import { html } from 'hono/html';
import type { Person } from '../access/access.ts';
import { choiceField } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { digestKinds, frequenciesOf, mayChoose, type DigestKind, type Frequency } from './kinds.ts';
import { digestsPath } from './paths.ts';
import type { DigestChoice } from './queries.ts';

const labels: Record<DigestKind, string> = {
  'low ratings': 'New low ratings in my regions',
  due: 'Plans and cases that are due',
  'quarter end': 'The end of a quarter',
};

const hints: Record<DigestKind, string> = {
  'low ratings': 'How many responses came in with an overall rating of 1 or 2.',
  due: 'How many plans, actions, and cases are overdue or due within a week.',
  'quarter end': 'Tells you that the quarter has ended and when it closes.',
};

const frequencyNames: Record<Frequency, string> = {
  daily: 'Each weekday morning',
  weekly: 'Each Monday morning',
  quarterly: 'On the first day of the next quarter',
};

/** The name of a kind's field. */
export const fieldOf = (kind: DigestKind): string => kind.replaceAll(' ', '-');

/** The choices on the account page; empty for a person who can choose none. */
export function digestSection(person: Person, choices: readonly DigestChoice[]): Markup {
  const kinds = digestKinds.filter((kind) => mayChoose(person, kind));
  if (kinds.length === 0) return html``;
  const field = (kind: DigestKind) =>
    choiceField({
      name: fieldOf(kind),
      label: labels[kind],
      hint: hints[kind],
      value: choices.find((one) => one.kind === kind)?.frequency ?? '',
      options: [
        { value: '', label: 'Never' },
        ...frequenciesOf[kind].map((value) => ({ value, label: frequencyNames[value] })),
      ],
    });
  return html`<h2 id="digests">Email summaries</h2>
    <p>
      They contain only numbers and links, never what a customer wrote. You get one only if there is something to
      report.
    </p>
    <form method="post" action="${digestsPath}">
      ${kinds.map(field)}
      <button class="second">Save</button>
    </form>`;
}
