import { dayInWords } from '@heart-survey/shared/dates';
import { surveyLink } from '@heart-survey/shared/survey-link';
import { html } from 'hono/html';
import { choiceField, successMessage, errorSummary, textField, type FieldError } from '../pages/fields.ts';
import type { PageContent } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Department, Region } from '../org/org.ts';
import { departmentPath, directoryPath, regionPath } from './paths.ts';
import type { Fields } from './records.ts';
import { teamSection } from './team-page.ts';
import type { ListedTeam } from './team-queries.ts';

interface NewRegionPage {
  department: Department;
  field: Fields;
  errors: FieldError[];
}

/** The form that adds a region. */
export function newRegionPage({ department, field, errors }: NewRegionPage): PageContent {
  return {
    title: 'Add a region or program',
    current: 'Directory',
    hasProblem: errors.length > 0,
    sub: html`${department.name} · <a href="${directoryPath}">Directory</a>`,
    main: [
      errorSummary(errors),
      html`<form method="post" action="${departmentPath(department)}/regions/new">
        ${textField({ name: 'name', label: 'Name', value: field('name'), hint: 'The name that customers know.', errors })}
        ${textField({ name: 'slug', label: 'Short name in web addresses', value: field('slug'), hint: 'Lowercase letters, digits and hyphens, such as north-coastal. You cannot change it later, because signatures contain it.', errors })}
        <button>Add</button>
      </form>`,
    ],
  };
}

interface RegionPage {
  region: Region;
  /** The regions that could take over its work. */
  others: Region[];
  baseUrl: string;
  errors: FieldError[];
  name: string;
  teams: ListedTeam[];
  /** The name of a new team that was rejected. */
  team: string;
  notice: string | undefined;
}

/** A region's survey link, its name, its teams, and whether it is retired. */
export function regionPage({ region, others, baseUrl, errors, name, teams, team, notice }: RegionPage): PageContent {
  const { slug, department, retiredAt } = region;
  const path = regionPath(region);
  return {
    title: region.name,
    current: 'Directory',
    hasProblem: errors.length > 0,
    sub: html`${department.name} · <a href="${directoryPath}">Directory</a> ·
      <a href="${path}/employees">Employees</a>`,
    main: [
      errorSummary(errors),
      successMessage(notice, {
        added: 'Region added. Its survey is open.',
        saved: 'Saved.',
        retired:
          'Region retired. Its link will keep accepting responses for 30 days, because it is in emails that were already sent.',
        back: 'Region restored. Its survey is open.',
      }),
      html`<p>Survey link: <code class="secret">${surveyLink(baseUrl, slug, {})}</code></p>
        <p>
          <a href="/signature">Create a signature</a> · <a href="/print/${slug}">Print forms and a poster</a> ·
          <a href="/embed">Add it to a web page</a>
        </p>
        <form method="post" action="${path}">
          ${textField({ name: 'name', label: 'Name', value: name, errors })}
          <button>Save</button>
        </form>`,
      teamSection(region, teams, team, errors),
      retiredAt === null ? retirement(region, others, errors) : retired(region, others),
    ],
  };
}

function retirement(region: Region, others: Region[], errors: FieldError[]): Markup {
  return html`<h2>Retire this region</h2>
    <p>
      Its link will keep accepting responses for 30 more days. After that, its page says that the survey has ended, and
      links to the region that took over its work. Its results are kept.
    </p>
    <form method="post" action="${regionPath(region)}/retirement">
      ${choiceField({
        name: 'successor',
        label: 'Region that takes over its work',
        options: [{ value: '', label: 'None' }, ...others.map(({ slug, name }) => ({ value: slug, label: name }))],
        errors,
      })}
      <button class="second">Retire ${region.name}</button>
    </form>`;
}

function retired(region: Region, others: Region[]): Markup {
  const { name, retiredAt, successorId, department } = region;
  const successor = others.find(({ id }) => id === successorId);
  return html`<h2>Retired</h2>
    <p>
      Retired on ${dayInWords(retiredAt!, department.zone)}. Its link keeps accepting responses for 30 days after that.
      ${successor ? `${successor.name} took over its work.` : ''}
    </p>
    <form method="post" action="${regionPath(region)}/return">
      <button class="second">Restore ${name}</button>
    </form>`;
}
