import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Department, Desk } from '../org/org.ts';
import {
  checkboxField,
  choiceField,
  errorSummary,
  successMessage,
  textField,
  type FieldError,
} from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { textsPath } from './case-texts.ts';
import { deskPath, desksPath, lettersSetupPath, routingPath } from './desk-paths.ts';

/** The label of the desks' menu item. */
export const desksLabel = 'Desks';

/** What was entered to add a desk. */
export interface TypedDesk {
  name: string;
  /** A department's slug; empty for the whole agency. */
  department: string;
  isRestricted: boolean;
}

/** A desk in the list. */
interface ListedDesk {
  desk: Desk;
  /** The names of its members. */
  members: string[];
  /** The names of those who wait for a second administrator. */
  pending: string[];
  /** What goes to it, such as `Breach of privacy`. */
  routed: string[];
}

interface DesksPage {
  desks: ListedDesk[];
  departments: Department[];
  typed: TypedDesk;
  errors: FieldError[];
  notice: string | undefined;
}

/** The desks with their people and what goes to them, and the form that adds one. */
export function desksPage({ desks, departments, typed, errors, notice }: DesksPage): PageContent {
  const open = desks.filter(({ desk }) => desk.endedAt === null);
  const ended = desks.filter(({ desk }) => desk.endedAt !== null);
  const ofAgency = open.filter(({ desk }) => desk.department === null);
  return {
    title: 'Desks',
    sub: 'A desk is a shared inbox of people who handle complaints and requests.',
    current: desksLabel,
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      successMessage(notice, { ended: 'Desk ended.' }),
      html`<p>As an administrator, you set up desks. You do not see the cases.</p>
        <h2>Where complaints go</h2>
        <ul>
          ${departments.map((one) => html`<li><a href="${routingPath(one)}">Routing for ${one.name}</a></li>`)}
          ${departments.map((one) => html`<li><a href="${lettersSetupPath(one)}">Letters of ${one.name}</a></li>`)}
          <li><a href="${textsPath}">Texts for the public</a></li>
        </ul>`,
      deskTable('Desks of the whole agency', ofAgency),
      deskTable(
        'Desks of departments',
        open.filter(({ desk }) => desk.department !== null),
      ),
      ended.length === 0 ? '' : deskTable('Ended desks', ended),
      addForm(departments, typed, errors),
    ],
  };
}

function deskTable(title: string, desks: ListedDesk[]): Markup {
  const row = ({ desk, members, pending, routed }: ListedDesk) =>
    html`<tr>
      <th scope="row">
        <a href="${deskPath(desk)}"><bdi>${desk.name}</bdi></a>
        ${desk.department && desk.department.name !== desk.name ? html`<small>${desk.department.name}</small>` : ''}
        ${desk.isRestricted === 1 ? html`<small>Restricted</small>` : ''}
      </th>
      <td>
        ${members.length === 0 ? html`<span class="quiet">No one</span>` : members.map((name) => html`<div><bdi>${name}</bdi></div>`)}
        ${pending.map((name) => html`<div class="quiet"><bdi>${name}</bdi> (waiting for a second administrator)</div>`)}
      </td>
      <td>
        ${routed.length === 0 ? html`<span class="quiet">Nothing</span>` : routed.map((kind) => html`<div>${kind}</div>`)}
      </td>
    </tr>`;
  return html`<h2>${title}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="${title}">
      <table>
        <caption class="vh">
          ${title}
        </caption>
        <thead>
          <tr>
            <th scope="col">Desk</th>
            <th scope="col">People</th>
            <th scope="col">Gets</th>
          </tr>
        </thead>
        <tbody>
          ${desks.map(row)}
        </tbody>
      </table>
    </div>`;
}

function addForm(departments: Department[], typed: TypedDesk, errors: FieldError[]): Markup {
  return html`<h2>Add a desk</h2>
    <form method="post" action="${desksPath}">
      ${textField({ name: 'name', label: 'Name', value: typed.name, hint: 'Such as Housing complaints.', errors })}
      ${choiceField({
        name: 'department',
        label: 'For',
        value: typed.department,
        options: [
          { value: '', label: 'The whole agency' },
          ...departments.map(({ slug, name }) => ({ value: slug, label: name })),
        ],
        errors,
      })}
      ${restrictedField(typed.isRestricted)}
      <button>Add desk</button>
    </form>`;
}

/** The checkbox for a restricted desk. */
export function restrictedField(isChecked: boolean): Markup {
  return checkboxField({
    name: 'restricted',
    label: 'Restricted',
    value: 'yes',
    isChecked,
    hint: 'Only its people see its cases, and a second administrator must confirm each person you add. Complaints about privacy can go only to a restricted desk.',
  });
}
