import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Desk } from '../org/org.ts';
import { choiceField, errorSummary, successMessage, textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { deskPath, desksPath } from './desk-paths.ts';
import type { DeskContent, Member } from './desk-queries.ts';
import { desksLabel, restrictedField } from './desks-page.ts';

interface DeskPage {
  desk: Desk;
  members: Member[];
  /** Who could be added. */
  people: { id: string; name: string; email: string }[];
  /** What goes to it, such as `Breach of privacy, Child Welfare Services`. */
  routed: string[];
  /** The id of the reader. */
  reader: string;
  /** What the form shows: what is stored, or what was typed and rejected. */
  content: DeskContent;
  zone: string;
  errors: FieldError[];
  notice: string | undefined;
}

const notices: Record<string, string> = {
  added: 'Desk added. Add its people next.',
  saved: 'Saved.',
  restricted: 'Saved. A second administrator must now confirm each person at this desk.',
  member: 'Added. They can work on this desk’s cases now.',
  pending: 'Added. They see no case until a second administrator confirms them on this page.',
  'member-before': 'They were already at this desk.',
  'member-ended': 'Removed from the desk.',
  confirmed: 'Confirmed. They can work on this desk’s cases now.',
  'confirmed-before': 'They were confirmed or removed before.',
};

/** A desk's people, what goes to it, its name, and the form that ends it. */
export function deskPage(page: DeskPage): PageContent {
  const { desk, errors, notice, zone } = page;
  return {
    title: desk.name,
    current: desksLabel,
    hasProblem: errors.length > 0,
    sub: html`${desk.department?.name ?? 'Whole agency'}${desk.isRestricted === 1 ? ' · Restricted' : ''} ·
      <a href="${desksPath}">All desks</a>`,
    main: [
      errorSummary(errors),
      successMessage(notice, notices),
      desk.endedAt === null
        ? ''
        : html`<p>This desk ended on ${dayInWords(desk.endedAt, zone)}. Nothing goes to it.</p>`,
      memberSection(page),
      desk.endedAt === null ? openDesk(page) : '',
    ],
  };
}

function memberSection({ desk, members, reader, zone }: DeskPage): Markup {
  const path = (member: Member, what: string) => `${deskPath(desk)}/members/${String(member.grantId)}/${what}`;
  const row = (member: Member) =>
    html`<li>
      <span
        ><bdi>${member.name}</bdi>
        <small>${member.email}</small
        >${member.isPending === 1 ? html`<small>${pendingNote(member, reader, zone)}</small>` : ''}</span
      >
      ${
        member.isPending === 1 && mayConfirm(member, reader)
          ? html`<form method="post" action="${path(member, 'confirmation')}">
              <button>Confirm<span class="vh"> ${member.name}</span></button>
            </form>`
          : ''
      }
      <form method="post" action="${path(member, 'end')}">
        <button class="second">Remove<span class="vh"> ${member.name}</span></button>
      </form>
    </li>`;
  return html`<h2>People</h2>
    ${
      members.length === 0
        ? html`<p class="empty">No one is at this desk, so its cases wait.</p>`
        : html`<ul class="rows members">
            ${members.map(row)}
          </ul>`
    }`;
}

const mayConfirm = ({ addedBy, personId }: Member, reader: string) => addedBy !== reader && personId !== reader;

function pendingNote(member: Member, reader: string, zone: string): string {
  const { addedBy, addedByName, grantedAt } = member;
  const added = `Added on ${dayInWords(grantedAt, zone)} by ${addedBy === reader ? 'you' : (addedByName ?? 'the operator')}.`;
  return mayConfirm(member, reader)
    ? `${added} They see no case until you confirm them.`
    : `${added} They see no case until another administrator confirms them.`;
}

function openDesk(page: DeskPage): Markup {
  const { desk, people, members, routed, content, errors } = page;
  const known = new Set(members.map(({ personId }) => personId));
  return html`<h3>Add someone</h3>
    <form method="post" action="${deskPath(desk)}/members">
      ${choiceField({
        name: 'person',
        label: 'Person',
        options: [
          { value: '', label: 'Choose' },
          ...people
            .filter(({ id }) => !known.has(id))
            .map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` })),
        ],
        hint:
          desk.isRestricted === 1
            ? 'The people at this desk and the other administrators get an email about it, and one of those administrators must confirm.'
            : 'Someone who is missing here can be invited under People.',
        errors,
      })}
      <button class="second">Add to desk</button>
    </form>
    <h2>What goes to this desk</h2>
    ${
      routed.length === 0
        ? html`<p class="empty">Nothing yet. You choose what goes here under Routing.</p>`
        : html`<ul>
            ${routed.map((one) => html`<li>${one}</li>`)}
          </ul>`
    }
    <h2>Settings</h2>
    <form method="post" action="${deskPath(desk)}">
      <input type="hidden" name="was" value="${desk.name}" />
      <input type="hidden" name="was_restricted" value="${String(desk.isRestricted)}" />
      ${textField({ name: 'name', label: 'Name', value: content.name, errors })}
      ${restrictedField(content.isRestricted === 1)}
      <button>Save</button>
    </form>
    ${desk.duty === null ? endForm(desk) : ''}`;
}

function endForm(desk: Desk): Markup {
  return html`<h2>End this desk</h2>
    <p>Nothing can go to it afterward. Its closed cases stay with its people.</p>
    <form method="post" action="${deskPath(desk)}/ending"><button class="second">End this desk</button></form>`;
}
