import { dayInWords, isoDayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { can, type Person } from '../access/access.ts';
import { casePath, type CasePage, type CaseSection } from '../cases/cases.ts';
import type { Database } from '../database/database.ts';
import type { Markup } from '../pages/page.ts';
import { reasonField } from '../pages/reason.ts';
import { backupsNote, type Backups } from './backups-note.ts';
import { keepingOf, mayKeep, type Keeping } from './keeping.ts';
import { timesReadPath } from './times-page.ts';

/** The names of the fields in which someone gives a reason. */
export const reasonFields = { hold: 'hold-reason', erasure: 'erasure-reason' };

/** The part of a case's page about how long it is kept, and what can be erased. */
export const recordsSection =
  (db: Database, backups: Backups): CaseSection =>
  async ({ person }, page) => {
    const keeping = await keepingOf(db, page);
    const mayDo = mayKeep(person, page);
    return html`<h2 id="records">How long it is kept</h2>
      ${times(page, keeping)} ${timesLink(person, page)} ${holds(page, keeping)} ${asked(page, keeping)}
      ${
        mayDo
          ? html`<div class="folds">
              ${keeping.hold === undefined ? placeForm(page) : liftForm(page)}
              ${keeping.isHeld ? '' : html`${textForms(page, keeping)} ${eraseForm(page, keeping, backups)}`}
            </div>`
          : html`<p class="quiet">Its owner or a case manager can place a hold, or erase what should not be kept.</p>`
      }`;
  };

const timesLink = (person: Person, { department }: CasePage) =>
  can(person, 'cases', { departmentId: department.id })
    ? html`<p><a href="${timesReadPath(department)}">How long ${department.name} keeps cases</a></p>`
    : '';

function times({ contact }: CasePage, { ends, times: { authority } }: Keeping): Markup {
  if (ends === undefined) return html`<p>Open cases are kept. The time starts when the case is closed.</p>`;
  const rule = authority === null ? '' : ` Records authority: ${authority}.`;
  return html`<p>
    It will be kept until at least ${isoDayInWords(ends.min)}, and erased on ${isoDayInWords(ends.max)}.${rule}
    ${contact === undefined ? '' : `The writer’s contact information is erased on ${isoDayInWords(ends.contact)}.`}
  </p>`;
}

function holds({ people, department }: CasePage, { hold, departmentHeldSince, isHeld }: Keeping): Markup {
  const since = (at: number) => dayInWords(at, department.zone);
  return html`${
    departmentHeldSince === undefined
      ? ''
      : html`<p class="note">
          All records of ${department.name} have been under a legal hold since ${since(departmentHeldSince)}. Nothing is
          erased.
        </p>`
  }
  ${
    isHeld && hold === undefined && departmentHeldSince === undefined
      ? html`<p class="note">
          The department or office of this case was changed while records were under a legal hold. Nothing of it is
          erased until that hold is lifted.
        </p>`
      : ''
  }
  ${
    hold === undefined
      ? ''
      : html`<div class="aside">
          <p>
            <b>On hold</b> since ${since(hold.placedAt)}, placed by ${people.get(hold.placedBy) ?? 'someone'}. Nothing
            of this case is erased.
          </p>
          <p class="written" dir="auto">${hold.reason}</p>
        </div>`
  }`;
}

/** Someone's wish to erase it before its time: a second person decides, who sees the case and is not the same. */
function asked({ file, department, readerId }: CasePage, { erasure, isHeld, isPastMin }: Keeping): Markup | '' {
  if (erasure === undefined) return '';
  const isOwn = erasure.askedBy === readerId;
  const path = `${casePath(file.reference)}/erasure/${erasure.id}`;
  return html`<div class="aside">
    <p>
      <b>${erasure.name}</b> asked to erase this case ${isPastMin ? '' : 'early '}on
      ${dayInWords(erasure.askedAt, department.zone)}:
    </p>
    <p class="written" dir="auto">${erasure.reason}</p>
    ${
      isOwn
        ? html`<p>A second person who sees this case has to agree.</p>`
        : html`<p>If you agree, the case is erased now. This cannot be undone.</p>`
    }
    <div class="actions">
      ${
        isOwn || isHeld
          ? ''
          : html`<form method="post" action="${path}/agree"><button>Agree and erase it</button></form>`
      }
      <form method="post" action="${path}/refuse">
        <button class="second">${isOwn ? 'Take it back' : 'Refuse'}</button>
      </form>
    </div>
  </div>`;
}

function fold({ errors = [] }: CasePage, title: string, field: string, content: Markup): Markup {
  const inside = html`<summary>${title}</summary>
    ${content}`;
  return errors.some(({ at }) => at === field)
    ? html`<details open>${inside}</details>`
    : html`<details>${inside}</details>`;
}

function placeForm(page: CasePage): Markup {
  const { file, errors = [], typed = {} } = page;
  return fold(
    page,
    'Place a hold',
    reasonFields.hold,
    html`<form method="post" action="${casePath(file.reference)}/hold">
      ${reasonField({
        name: reasonFields.hold,
        label: 'Why it must be kept',
        hint: 'Such as a lawsuit or an audit. Nothing of the case is erased until the hold is lifted.',
        value: typed[reasonFields.hold],
        errors,
      })}
      <button class="second">Place the hold</button>
    </form>`,
  );
}

const liftForm = (page: CasePage) =>
  fold(
    page,
    'Lift the hold',
    '',
    html`<form method="post" action="${casePath(page.file.reference)}/hold/lift">
      <p class="hint">
        The case will then be erased when its time is up. If its time is already up, it will be erased within a day.
      </p>
      <button class="second">Lift the hold</button>
    </form>`,
  );

function textForms(page: CasePage, { texts }: Keeping): Markup | '' {
  const { file, contact } = page;
  const all = [
    ...(file.text === null ? [] : [{ what: 'text', name: 'What happened', start: '' }]),
    ...(contact === undefined ? [] : [{ what: 'contact', name: 'The writer’s contact information', start: '' }]),
    ...texts,
  ];
  if (all.length === 0) return '';
  const item = ({ what, name, start }: (typeof all)[number]) =>
    html`<li>
      <form method="post" action="${casePath(file.reference)}/texts/erase">
        <input type="hidden" name="what" value="${what}" />
        <p><b>${name}</b>${start === '' ? '' : html`: <span dir="auto" class="line">${start}</span>`}</p>
        <button class="second">Erase<span class="vh"> ${name} ${start}</span></button>
      </form>
    </li>`;
  return fold(
    page,
    'Erase part of the case',
    '',
    html`<p class="hint">
        For something that should not be here, such as a health record that was sent by mistake. The history shows that
        something was erased, and when. An email that is still waiting is not sent. This cannot be undone.
      </p>
      <ul class="history">
        ${all.map(item)}
      </ul>`,
  );
}

function eraseForm(page: CasePage, { ends, isPastMin, erasure }: Keeping, backups: Backups): Markup | '' {
  if (ends === undefined || erasure !== undefined) return '';
  const { file, errors = [], typed = {} } = page;
  return fold(
    page,
    isPastMin ? 'Erase the case' : 'Ask to erase the case early',
    reasonFields.erasure,
    html`<form method="post" action="${casePath(file.reference)}/erasure">
      <input type="hidden" name="id" value="${crypto.randomUUID()}" />
      <p>
        Everything is erased: messages, letters, notes, names, and history. Only one line remains, with the kind of
        case, the months, the reason, and who erased it. This cannot be undone.
      </p>
      ${isPastMin ? '' : html`<p>A second person who sees this case has to agree.</p>`} ${backupsNote(backups)}
      ${reasonField({
        name: reasonFields.erasure,
        label: 'Why it is erased',
        hint: 'The reason is kept. Do not name anyone, and do not quote the case.',
        value: typed[reasonFields.erasure],
        errors,
      })}
      <button class="second">${isPastMin ? 'Erase it now' : 'Ask a second person'}</button>
    </form>`,
  );
}
