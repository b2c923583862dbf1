import { html } from 'hono/html';
import { casePath, letterPath, type CasePage } from '../cases/cases.ts';
import type { StoredLetter } from '../letters/letters.ts';
import { textArea, textField } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { dayWords, todayAt } from './days.ts';
import { noticeFields, noticeIn, noticeNames, notified, type Notified } from './notices.ts';
import { fold } from './parts.ts';
import type { Breach } from './privacy-queries.ts';

/** Who has been notified of a breach, and who has not. @param isOpen whether the forms are there too. */
export function noticeParts(page: CasePage, breach: Breach, letters: readonly StoredLetter[], isOpen: boolean): Markup {
  return html`<ul class="history">
    ${notified.map((to) => {
      const sent = letters.filter(({ kind }) => kind === noticeNames[to].letter);
      return html`<li>
        ${stateOf(breach, to)} ${sent.length === 0 ? '' : letterLinks(page, sent)}
        ${isOpen ? html`<div class="folds">${letterForm(page, to)} ${dateForm(page, breach, to)}</div>` : ''}
      </li>`;
    })}
  </ul>`;
}

function stateOf(breach: Breach, to: Notified): Markup {
  const { on, by } = noticeIn(breach, to);
  const { who } = noticeNames[to];
  return on === null
    ? html`<p>${who}: <b class="below">not notified yet</b></p>`
    : html`<p>${who}: notified on ${dayWords(on)}, entered by ${by ?? 'someone'}</p>`;
}

function letterLinks({ file }: CasePage, letters: readonly StoredLetter[]): Markup {
  const link = ({ id, day, content }: StoredLetter) => {
    const name = `Letter dated ${dayWords(day)}`;
    return content === null
      ? html`<li class="quiet">${name}: erased</li>`
      : html`<li>
          <a href="${letterPath(file.reference, id)}">${name}</a> ·
          <a href="${letterPath(file.reference, id)}.pdf"
            >PDF<span class="vh"> of the letter of ${dayWords(day)}</span></a
          >
        </li>`;
  };
  return html`<ul class="plain">
    ${letters.map(link)}
  </ul>`;
}

/** The letter is dated today, and so is the notice, unless it has a date. */
function letterForm(page: CasePage, to: Notified): Markup {
  const { file, contact, usual, errors = [], typed = {} } = page;
  const { title, name, post, text } = noticeFields(to);
  const { who, letter } = noticeNames[to];
  const commissioner = { title: null, name: 'Information and Privacy Commissioner', post: null };
  const known = to === 'commissioner' ? commissioner : (contact ?? { title: null, name: null, post: null });
  return fold(
    page,
    { title: 'Write the letter', about: who, prefix: `letter-${to}-` },
    html`<form method="post" action="${casePath(file.reference)}/notices/${to}/letter">
      <input type="hidden" name="id" value="${crypto.randomUUID()}" />
      <p class="hint">
        ${
          to === 'person'
            ? 'To the person whose privacy was breached, who may not be the writer. The page that the writer opens with their receipt does not show it.'
            : 'The writer does not see it.'
        }
      </p>
      ${textField({ name: title, label: 'Title, as they want it', value: typed[title] ?? known.title ?? '', isShort: true, errors })}
      ${textField({ name, label: 'Name', value: typed[name] ?? known.name ?? '', errors })}
      ${textArea({
        name: post,
        label: 'Mailing address',
        value: typed[post] ?? known.post ?? '',
        rows: 3,
        hint: 'Leave it blank if you deliver the letter in person.',
        errors,
      })}
      ${textArea({
        name: text,
        label: 'The letter',
        value: typed[text] ?? usual[letter],
        rows: 12,
        hint: 'It is dated today, and kept as it is. Replace each ___ with your own words. {name} becomes the name above.',
        errors,
      })}
      <button class="second">Save the letter</button>
    </form>`,
  );
}

function dateForm(page: CasePage, breach: Breach, to: Notified): Markup {
  const { file, errors = [], typed = {} } = page;
  const { date, before } = noticeFields(to);
  const { on } = noticeIn(breach, to);
  return fold(
    page,
    {
      title: on === null ? 'Enter a date without a letter' : 'Correct the date',
      about: noticeNames[to].who,
      prefix: `${to}-`,
    },
    html`<form method="post" action="${casePath(file.reference)}/notices/${to}">
      <input type="hidden" name="${before}" value="${on ?? ''}" />
      ${textField({
        name: date,
        label: 'Notified on',
        type: 'date',
        value: typed[date] ?? on ?? todayAt(page),
        isShort: true,
        hint: 'For a notice by phone, in person, or in a letter that was written elsewhere.',
        errors,
      })}
      <button class="second">Save the date</button>
    </form>`,
  );
}
