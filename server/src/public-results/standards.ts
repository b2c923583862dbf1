import { items } from '@heart-survey/shared/items';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import type { PublishedQuarter } from '../publishing/publishing.ts';
import type { Department } from '../org/org.ts';
import { amountInWords, type ShownStandard } from '../service-standards/service-standards.ts';
import { nameOf } from '../survey/survey.ts';
import { marked, type Shown } from './frame.ts';
import { table } from './tables.ts';
import { countInWords, dateInWords, intervalInWords } from './words.ts';

/** The service standards that are shown with a quarter; nothing without any (docs/policies/marion-county-211.md, section 3.1). */
export function standardsSection(page: Shown, { standards }: PublishedQuarter, department: Department): Markup | '' {
  if (standards.length === 0) return '';
  const { text, languages, texts } = page;
  const { standards: words } = texts;
  return html`<h2>${words.title}</h2>
    ${table({
      label: `${words.title}, ${department.name}`,
      caption: words.lead,
      heads: [words.standard, words.goal, words.result],
      rows: standards.map(
        (standard) =>
          html`<tr>
            <th scope="row">${nameOf(standard.text, text, languages)}<small>${measureOf(page, standard)}</small></th>
            <td>${goalOf(page, standard)}</td>
            ${resultCell(page, standard, department.zone)}
          </tr>`,
      ),
    })}`;
}

/** What is measured: an item, the average, cases, or what the department counts. */
function measureOf({ text, texts: { heads, standards: words } }: Shown, { measure, of }: ShownStandard): string {
  if (measure === 'entered') return words.entered;
  if (measure === 'clock') return { acknowledged: words.replies, answered: words.answers }[of] ?? words.kept;
  const item = items.find((one) => one === of);
  return item === undefined ? heads.average : text.items[item].word;
}

function goalOf(page: Shown, standard: ShownStandard): Markup {
  const { atLeast, atMost } = page.texts.standards;
  const message = standard.direction === 'at least' ? atLeast : atMost;
  return marked(page, { message, values: { amount: amountInWords(standard, standard.target) } });
}

/** Whether it was kept, the figure, and what it is based on. */
function resultCell(page: Shown, standard: ShownStandard, zone: string): Markup {
  const { texts } = page;
  const { status, value } = standard;
  const word = status === 'withheld' ? texts.status.suppressed : texts.standards[status];
  const mark = status === 'missed' ? html`<span aria-hidden="true">▼</span> ` : '';
  return html`<td class="${status === 'missed' ? 'below' : status}">
    ${value === null ? '' : html`<b><bdi>${amountInWords(standard, value)}</bdi></b> `}<span class="status"
      >${mark}${word}</span
    >${basisOf(page, standard)}${correctionOf(page, standard, zone)}
  </td>`;
}

/** That it was corrected, and the new figure is withheld. */
function correctionOf(page: Shown, { correctedAt }: ShownStandard, zone: string): Markup | '' {
  if (correctedAt === null) return '';
  const date = dateInWords(page, correctedAt, zone);
  return html`<small>${marked(page, { message: page.texts.standards.corrected, values: { date } })}</small>`;
}

function basisOf(page: Shown, { measure, status, n, responses, interval }: ShownStandard): Markup | '' {
  if (measure === 'entered') return enteredBasis(page, { status, n });
  if (n === null) return '';
  const count = countInWords(page, n);
  if (measure === 'clock')
    return html`<small>${marked(page, { message: page.texts.standards.dates, values: { count } })}</small>`;
  if (responses === null) return html`<small>n ${count}</small>`;
  const { heads } = page.texts;
  return html`<small>${intervalInWords(page, interval)}</small>
    <small>${heads.responses}: ${countInWords(page, responses)} · n ${count}</small>`;
}

/** What a figure that the department counted is based on, or why it is withheld. */
function enteredBasis(page: Shown, { status, n }: Pick<ShownStandard, 'status' | 'n'>): Markup | '' {
  const { few, noCount, basedOn } = page.texts.standards;
  if (status === 'none') return '';
  if (status === 'withheld') return html`<small>${few}</small>`;
  if (n === null) return html`<small>${noCount}</small>`;
  return html`<small>${marked(page, { message: basedOn, values: { count: countInWords(page, n) } })}</small>`;
}
