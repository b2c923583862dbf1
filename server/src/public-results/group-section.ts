import { items, type Item } from '@heart-survey/shared/items';
import type { OutsideScores } from '@heart-survey/shared/outside';
import { html } from 'hono/html';
import type { GroupYearFigures } from '../figures/figures.ts';
import type { Markup } from '../pages/page.ts';
import { groupsPath, type PublishedYear } from '../publishing/publishing.ts';
import { groupName } from '../org/org.ts';
import { nameOf } from '../survey/survey.ts';
import type { DepartmentPage } from './department-page.ts';
import { marked, type Shown } from './frame.ts';
import { averageCell, averageHead, countCell, table } from './tables.ts';
import { countInWords, dateInWords, goalOf, spanInWords } from './words.ts';

/** What each customer group rated in each fiscal year of which all quarters are published. */
export function groupSections(page: DepartmentPage): Markup | '' {
  const { groupYears } = page.published;
  if (groupYears.length === 0) return '';
  return html`<h2>${page.texts.customerGroups.title}</h2>
    ${groupYears.toReversed().map((year) => yearSection(page, year))}`;
}

function yearSection(page: DepartmentPage, year: PublishedYear): Markup {
  const { department } = page.published;
  const { customerGroups: words, quarterPage, withheldWhy } = page.texts;
  const { figures, madeAt, isRestated, quarters } = year;
  const { reason } = figures;
  const date = dateInWords(page, madeAt, department.zone);
  const path = groupsPath(department, figures.year);
  return html`<h3>${spanInWords(page, ...quarters)}</h3>
    ${
      reason === null
        ? html`${yearTable(page, figures, spanInWords(page, ...quarters))}
            <p>${marked(page, { message: words.once, values: { date } })} ${isRestated ? words.restated : ''}</p>
            <ul class="files">
              <li><a href="${path}.csv">${quarterPage.csv}</a></li>
              <li><a href="${path}.json">${quarterPage.json}</a></li>
            </ul>`
        : html`<p>
            ${words.withheld}
            ${reason === 'few people' || reason === 'total withheld' ? withheldWhy : words.why[reason]}
          </p>`
    }`;
}

type Group = GroupYearFigures['groups'][number];

function yearTable(page: Shown, { groups, total, target }: GroupYearFigures, label: string): Markup {
  const { text, texts } = page;
  const { heads, customerGroups: words, quarterPage } = texts;
  const row = (name: Markup | string, scores: OutsideScores) =>
    html`<tr>
      <th scope="row">${name}</th>
      ${averageCell(page, scores, target)} ${countCell(page, scores)}
      ${items.map((item) => itemCell(page, scores, item))}
    </tr>`;
  return table({
    label: `${words.title}, ${label}`,
    caption: marked(page, { message: quarterPage.drawing, values: { goal: goalOf(target) } }),
    heads: [words.group, averageHead(page), `${heads.responses} · n`, ...items.map((item) => text.items[item].word)],
    rows: groups.map((group) => row(rowName(page, group), group as OutsideScores)),
    foot: row(heads.whole, total as OutsideScores),
    isWide: true,
  });
}

/** In the reader's language, if the agency gave the name in it. */
function rowName({ text, texts, languages }: Shown, { group, names }: Group): Markup | string {
  if (group === null) return texts.customerGroups.notGiven;
  const { name } = groupName(names, text.tag);
  return name === names[text.tag] ? name : nameOf(name || group, text, languages);
}

function itemCell(page: Shown, scores: OutsideScores, item: Item): Markup {
  const { mean, n } = scores.items[item];
  return html`<td>
    ${mean ?? page.texts.status[n === null ? 'suppressed' : 'none']}${n ? html`<small>n ${countInWords(page, n)}</small>` : ''}
  </td>`;
}
