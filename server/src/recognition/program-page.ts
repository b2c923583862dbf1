import { grouped } from '@heart-survey/shared/counts';
import { monthsInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { departmentLinks, noRegionsNote, type PageContent } from '../console/console.ts';
import type { Person } from '../access/access.ts';
import type { Department } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import { programPath } from './paths.ts';
import { joined, medianOf, type Days, type ProgramFigures, type ProgramQuarter } from './program.ts';
import { recognitionLabel, recognitionViews } from './views.ts';

interface ProgramPage {
  person: Person;
  department: Department;
  departments: Department[];
  /** The latest first. */
  quarters: ProgramQuarter[];
  /** Whether the reader may see the whole department; otherwise no totals are shown. */
  isWhole: boolean;
}

/** How much praise was answered, and how soon: by region and quarter, never by person. */
export function programPage({ person, department, departments, quarters, isWhole }: ProgramPage): PageContent {
  const isEmpty = quarters.every(({ regions }) => regions.length === 0);
  return {
    title: 'Thank-yous: the program',
    sub: department.name,
    current: recognitionLabel,
    main: [
      departmentLinks(departments, department, programPath),
      recognitionViews(person, department, 'Program'),
      html`<p>
          These figures are about the program. They never show who was thanked, or how often. Praise is a comment with
          an overall rating of 4 or 5, or with an employee’s name. Comments that are excluded, hidden, flagged as the
          employee’s own, or marked as not a thank-you do not count.
        </p>
        <p>
          Half of the thank-yous took no longer than the median. It counts whole days, and also thank-yous for comments
          that were deleted later.
        </p>`,
      isEmpty ? noRegionsNote(department, 'comments') : html`${quarters.map((one) => quarterTable(one, isWhole))}`,
    ],
  };
}

function quarterTable({ quarter, isOld, regions }: ProgramQuarter, isWhole: boolean): Markup {
  const months = monthsInWords(quarter);
  const row = (name: string, figures: ProgramFigures) =>
    html`<tr>
      <th scope="row">${name}</th>
      <td>${share(figures, isOld)}</td>
      <td>${median(figures.days)}</td>
    </tr>`;
  return html`<h2>${months}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Praise and thank-yous, ${months}">
      <table>
        <caption class="vh">
          Praise and thank-yous by region, ${months}
        </caption>
        <thead>
          <tr>
            <th scope="col">Region or program</th>
            <th scope="col">Praise answered with a thank-you</th>
            <th scope="col">Median time from comment to thank-you</th>
          </tr>
        </thead>
        <tbody>
          ${regions.map(({ region, figures }) => row(region.name, figures))}
          ${isWhole && regions.length > 1 ? row('All regions', joined(regions.map(({ figures }) => figures))) : ''}
        </tbody>
      </table>
    </div>`;
}

/** Such as `12 of 20 (60%)`; the share is cut, not rounded. */
function share({ comments, praise, thanked, days }: ProgramFigures, isOld: boolean): string {
  if (comments === 0 && (isOld || days.length > 0)) return 'not known: comments deleted';
  if (praise === 0) return 'no praise';
  return `${grouped(thanked)} of ${grouped(praise)} (${Math.floor((100 * thanked) / praise)}%)`;
}

/** Such as `3 days, 12 thank-yous`. */
function median(days: Days[]): string {
  const found = medianOf(days);
  if (found === undefined) return 'none yet';
  const { halfDays, n } = found;
  const shown = `${grouped(Math.floor(halfDays / 2))}${halfDays % 2 === 0 ? '' : '.5'}`;
  return `${shown} ${halfDays === 2 ? 'day' : 'days'}, ${grouped(n)} ${n === 1 ? 'thank-you' : 'thank-yous'}`;
}
