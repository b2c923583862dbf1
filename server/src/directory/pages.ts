import { dayInWords } from '@heart-survey/shared/dates';
import { surveyLink } from '@heart-survey/shared/survey-link';
import { html } from 'hono/html';
import { choiceField, doneNote, problemSummary, textField, type FieldMistake } from '../pages/fields.ts';
import type { Shown } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Department, Directory, Region } from '../org/org.ts';
import { calendarPath } from './calendar-page.ts';
import type { Fields } from './records.ts';

const base = '/console/directory';

interface DirectoryPage extends Directory {
  /** How many employees each region has, by the region's id. */
  employees: ReadonlyMap<number, number>;
}

export function directoryPage({ departments, regions, employees }: DirectoryPage): Shown {
  const row = ({ id, slug, name, retiredAt, department }: Region) =>
    html`<tr>
      <th scope="row"><a href="${base}/regions/${slug}">${name}</a></th>
      <td>
        ${retiredAt === null ? html`<code>/s/${slug}</code>` : `retired on ${dayInWords(retiredAt, department.zone)}`}
      </td>
      <td><a href="${base}/regions/${slug}/employees">${countOf(employees.get(id) ?? 0)}</a></td>
    </tr>`;
  const section = (department: Department) => {
    const own = regions.filter((region) => region.department.id === department.id);
    return html`<h2>${department.name}</h2>
      <p>
        Target ${(department.target / 100).toFixed(2)} · time of ${department.zone} ·
        <a href="${base}/departments/${department.slug}">Change<span class="vh"> ${department.name}</span></a> ·
        <a href="${calendarPath(department)}">Calendar<span class="vh"> of ${department.name}</span></a> ·
        <a href="${base}/departments/${department.slug}/regions/new"
          >Add a region<span class="vh"> to ${department.name}</span></a
        >
      </p>
      ${
        own.length === 0
          ? html`<p class="empty">No region or programme yet, and so no survey link. Add the first one.</p>`
          : html`<div class="scroll" tabindex="0" role="region" aria-label="Regions of ${department.name}">
              <table>
                <caption class="vh">
                  Regions and programmes of ${department.name}
                </caption>
                <thead>
                  <tr>
                    <th scope="col">Region or programme</th>
                    <th scope="col">Survey link</th>
                    <th scope="col">Employees</th>
                  </tr>
                </thead>
                <tbody>
                  ${own.map(row)}
                </tbody>
              </table>
            </div>`
      }`;
  };
  return {
    title: 'Directory',
    current: 'Directory',
    sub: 'Departments, their regions and programmes, and the employees who may be thanked. Nothing here is ever deleted.',
    main: [
      html`<p class="actions">
        <a class="button" href="${base}/departments/new">Add a department</a>
        <a class="button second" href="${base}/import">Bring in a CSV file</a>
        <a class="button second" href="/console/settings">Settings</a>
      </p>`,
      ...departments.map(section),
    ],
  };
}

function countOf(n: number): string {
  return n === 0 ? 'none yet' : n === 1 ? '1 employee' : `${n} employees`;
}

interface NewRegionPage {
  department: Department;
  field: Fields;
  wrong: FieldMistake[];
}

export function newRegionPage({ department, field, wrong }: NewRegionPage): Shown {
  return {
    title: 'Add a region or programme',
    current: 'Directory',
    hasProblem: wrong.length > 0,
    sub: html`${department.name} · <a href="${base}">Directory</a>`,
    main: [
      problemSummary(wrong),
      html`<form method="post" action="${base}/departments/${department.slug}/regions/new">
        ${textField({ name: 'name', label: 'Name', value: field('name'), hint: 'As customers know it.', mistakes: wrong })}
        ${textField({ name: 'slug', label: 'Part of the address', value: field('slug'), hint: 'Lower-case letters, digits and hyphens, such as north-coastal. It never changes: it stands in signatures.', mistakes: wrong })}
        <button>Add</button>
      </form>`,
    ],
  };
}

interface RegionPage {
  region: Region;
  /** Which could take its place. */
  others: Region[];
  baseUrl: string;
  wrong: FieldMistake[];
  name: string;
  notice: string | undefined;
}

export function regionPage({ region, others, baseUrl, wrong, name, notice }: RegionPage): Shown {
  const { slug, department, retiredAt } = region;
  const action = `${base}/regions/${slug}`;
  return {
    title: region.name,
    current: 'Directory',
    hasProblem: wrong.length > 0,
    sub: html`${department.name} · <a href="${base}">Directory</a> · <a href="${action}/employees">Employees</a>`,
    main: [
      problemSummary(wrong),
      doneNote(notice, {
        added: 'The region is there, and its survey is open.',
        saved: 'Saved.',
        retired: 'Retired. Its link takes answers for 30 days more, since it stands in letters already sent.',
        back: 'The region is back, and its survey is open.',
      }),
      html`<p>Its survey: <code class="secret">${surveyLink(baseUrl, slug, {})}</code></p>
        <p>
          <a href="/signature">Make a signature</a> · <a href="/print/${slug}">Print forms and a poster</a> ·
          <a href="/embed">Put it into a page</a>
        </p>
        <form method="post" action="${action}">
          ${textField({ name: 'name', label: 'Name', value: name, mistakes: wrong })}
          <button>Save</button>
        </form>`,
      retiredAt === null ? retirement(region, others, wrong) : retired(region, others),
    ],
  };
}

function retirement({ slug, name }: Region, others: Region[], wrong: FieldMistake[]): Markup {
  return html`<h2>Retire it</h2>
    <p>
      Its link takes answers for 30 days more; then it says that the survey has ended, and leads to the region that does
      its work. Its figures stay.
    </p>
    <form method="post" action="${base}/regions/${slug}/retirement">
      ${choiceField({
        name: 'successor',
        label: 'Who does its work from now on',
        options: [{ value: '', label: 'Nobody' }, ...others.map(({ slug, name }) => ({ value: slug, label: name }))],
        mistakes: wrong,
      })}
      <button class="second">Retire ${name}</button>
    </form>`;
}

function retired({ slug, name, retiredAt, successorId, department }: Region, others: Region[]): Markup {
  const successor = others.find(({ id }) => id === successorId);
  return html`<h2>Retired</h2>
    <p>
      Since ${dayInWords(retiredAt!, department.zone)}. ${successor ? `${successor.name} does its work.` : ''} Its link
      takes answers for 30 days from then.
    </p>
    <form method="post" action="${base}/regions/${slug}/return">
      <button class="second">Bring ${name} back</button>
    </form>`;
}
