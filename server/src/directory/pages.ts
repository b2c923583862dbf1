import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Department, Division, Organization, Region } from '../org/org.ts';
import { calendarPath } from './calendar-page.ts';
import { departmentPath, directoryPath as base, divisionsPath, regionPath } from './paths.ts';

interface DirectoryPage extends Organization {
  /** How many employees each region has, by the region's id. */
  employees: ReadonlyMap<number, number>;
  divisions: Division[];
}

/** All departments with their regions. */
export function directoryPage({ departments, regions, employees, divisions }: DirectoryPage): PageContent {
  const section = (department: Department) =>
    departmentSection(
      department,
      regions.filter((region) => region.department.id === department.id),
      employees,
      divisions.find(({ id }) => id === department.divisionId),
    );
  return {
    title: 'Directory',
    current: 'Directory',
    sub: 'Departments, their regions and programs, and employees who can be thanked by name. Nothing here is ever deleted.',
    main: [
      html`<p class="actions">
        <a class="button" href="${base}/departments/new">Add a department</a>
        <a class="button second" href="${base}/import">Import a CSV file</a>
        <a class="button second" href="${divisionsPath}">Divisions</a>
        <a class="button second" href="/console/settings">Settings</a>
      </p>`,
      ...departments.map(section),
    ],
  };
}

function departmentSection(
  department: Department,
  regions: Region[],
  employees: DirectoryPage['employees'],
  division: Division | undefined,
): Markup {
  const { name, target, zone } = department;
  const path = departmentPath(department);
  return html`<h2>${name}</h2>
    <p>
      ${division ? `${division.name} · ` : ''}Target ${(target / 100).toFixed(2)} · Time zone ${zone} ·
      <a href="${path}">Edit<span class="vh"> ${name}</span></a> ·
      <a href="${calendarPath(department)}">Calendar<span class="vh"> of ${name}</span></a> ·
      <a href="${path}/regions/new">Add a region<span class="vh"> to ${name}</span></a>
    </p>
    ${
      regions.length === 0
        ? html`<p class="empty">No regions or programs yet, so there is no survey link. Add the first one.</p>`
        : regionTable(department, regions, employees)
    }`;
}

function regionTable({ name, zone }: Department, regions: Region[], employees: DirectoryPage['employees']): Markup {
  const row = (region: Region) =>
    html`<tr>
      <th scope="row"><a href="${regionPath(region)}">${region.name}</a></th>
      <td>
        ${region.retiredAt === null ? html`<code>/s/${region.slug}</code>` : `retired on ${dayInWords(region.retiredAt, zone)}`}
      </td>
      <td><a href="${regionPath(region)}/employees">${countOf(employees.get(region.id) ?? 0)}</a></td>
    </tr>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Regions in ${name}">
    <table>
      <caption class="vh">
        Regions and programs in ${name}
      </caption>
      <thead>
        <tr>
          <th scope="col">Region or program</th>
          <th scope="col">Survey link</th>
          <th scope="col">Employees</th>
        </tr>
      </thead>
      <tbody>
        ${regions.map(row)}
      </tbody>
    </table>
  </div>`;
}

function countOf(n: number): string {
  return n === 0 ? 'none yet' : n === 1 ? '1 employee' : `${n} employees`;
}
