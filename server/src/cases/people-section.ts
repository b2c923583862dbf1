import { html } from 'hono/html';
import { choiceField, textArea } from '../pages/fields.ts';
import { maxReason } from '../pages/reason.ts';
import type { Markup } from '../pages/page.ts';
import { maxNote } from '../work/work.ts';
import type { CasePage } from './case-page.ts';
import { kindNames, kinds } from './kinds.ts';
import { casePath } from './paths.ts';
import { versionField } from './steps-section.ts';

/** Who works on the case, whom it is about, and what else staff say about it. */
export function peopleSection(page: CasePage): Markup {
  return html`<h2 id="people">People and desks</h2>
    ${takeForm(page)} ${namedForms(page)}
    <div class="folds">
      ${folded('Change the owner', 'owner', page, ownerFields(page), 'Save the owner')}
      ${folded('Hand it over to another desk', 'desk', page, deskFields(page), 'Hand it over')}
      ${folded('Change what it is about', 'kind', page, kindFields(page), 'Change what it is about')}
      ${folded('Change the department or office', 'office', page, officeFields(page), 'Change the office')}
      ${folded('It is about an employee', 'about', page, aboutFields(page), 'Save the employee')}
      ${folded('It describes danger or abuse', 'danger-new', page, dangerFields(), 'Alert the contact')}
      ${folded('Add a note for staff', 'note', page, noteFields(page), 'Add the note')}
    </div>`;
}

function takeForm(page: CasePage): Markup | '' {
  const { file, readerId } = page;
  if (file.ownerId === readerId || !page.owners.some(({ id }) => id === readerId)) return '';
  return html`<form method="post" action="${casePath(file.reference)}/owner">
    ${versionField(page)}
    <input type="hidden" name="owner" value="${readerId}" />
    <button class="second">Become its owner</button>
  </form>`;
}

function folded(title: string, path: string, page: CasePage, fields: Markup, button: string): Markup {
  const { file, errors = [] } = page;
  const isOpen = errors.some(({ at }) => at === path || at.startsWith(`${path}-`));
  const content = html`<summary>${title}</summary>
    <form method="post" action="${casePath(file.reference)}/${path}">
      ${versionField(page)} ${fields}
      <button class="second">${button}</button>
    </form>`;
  return isOpen ? html`<details open>${content}</details>` : html`<details>${content}</details>`;
}

function ownerFields({ owners, file, errors = [] }: CasePage): Markup {
  return choiceField({
    name: 'owner',
    label: 'Owner',
    value: file.ownerId ?? '',
    options: [{ value: '', label: 'No one' }, ...owners.map(({ id, name }) => ({ value: id, label: name }))],
    hint: 'The owner answers for the case. They and the case managers can answer and close it.',
    errors,
  });
}

function deskFields(page: CasePage): Markup {
  const { desks, file, department, errors = [], typed = {} } = page;
  const others = desks.filter(
    (desk) =>
      desk.endedAt === null &&
      desk.id !== file.deskId &&
      (desk.department === null || desk.department.id === department.id),
  );
  return html`${choiceField({
    name: 'desk',
    label: 'Desk',
    value: typed['desk'] ?? '',
    options: [{ value: '', label: 'Choose' }, ...others.map(({ slug, name }) => ({ value: slug, label: name }))],
    hint: 'If you do not work at that desk, you may no longer see the case. The case shows how often it was handed over.',
    errors,
  })}
  ${textArea({
    name: 'desk-reason',
    label: 'Why',
    value: typed['desk-reason'] ?? '',
    rows: 3,
    hint: `${maxReason} characters or fewer. The new desk reads it.`,
    errors,
  })}`;
}

function kindFields({ file, errors = [] }: CasePage): Markup {
  return choiceField({
    name: 'kind',
    label: 'What it is about',
    value: file.kind,
    options: kinds.map((value) => ({ value, label: kindNames[value] })),
    hint:
      file.sight === 'restricted'
        ? 'It goes to the desk for this right away. People there, and the case managers, can then read all of it.'
        : 'It goes to the desk for this right away. A breach of privacy is then seen only by that desk and by the owner.',
    errors,
  });
}

function officeFields({ officeChoices, errors = [] }: CasePage): Markup {
  return choiceField({
    name: 'office',
    label: 'Department or office',
    value: '',
    options: [{ value: '', label: 'Choose' }, ...officeChoices],
    hint: 'It goes to the desk for this right away, and its dates are counted in that department’s calendar.',
    errors,
  });
}

/** Takes back that the case is about someone. */
function namedForms(page: CasePage): Markup | '' {
  const { file, named } = page;
  if (named.length === 0) return '';
  return html`<ul class="plain">
    ${named.map(
      ({ id, name }) =>
        html`<li>
          <form method="post" action="${casePath(file.reference)}/about/${id}/end">
            ${versionField(page)} <button class="second">It is not about ${name}</button>
          </form>
        </li>`,
    )}
  </ul>`;
}

function aboutFields({ nameable, named, errors = [] }: CasePage): Markup {
  const now = named.map(({ name }) => name).join(', ');
  return choiceField({
    name: 'about',
    label: 'Employee',
    value: '',
    options: [
      { value: '', label: 'Choose' },
      ...nameable.map(({ id, name, office }) => ({ value: String(id), label: `${name}, ${office}` })),
    ],
    hint: `${now === '' ? '' : `Now: ${now}. `}They will not see the case. If they have no account here, only case managers will see it.`,
    errors,
  });
}

const dangerFields = () =>
  html`<p class="hint">
    The department’s contact gets an email right away. From then on, only case managers and the owner see the case.
  </p>`;

function noteFields({ errors = [], typed = {} }: CasePage): Markup {
  return html`<input type="hidden" name="note-id" value="${crypto.randomUUID()}" /> ${textArea({
      name: 'note',
      label: 'Note',
      value: typed['note'] ?? '',
      rows: 4,
      hint: `Up to ${maxNote.toLocaleString('en-US')} characters. The writer does not see it.`,
      errors,
    })}`;
}
