import { dayInWords } from '@heart-survey/shared/dates';
import { catalogs } from '@heart-survey/shared/languages/languages';
import type { Quarter } from '@heart-survey/shared/quarters';
import { html } from 'hono/html';
import { choiceField, textField } from '../pages/fields.ts';
import { quarterField } from '../pages/quarter-field.ts';
import { departmentLinks, noRegionsNote, type PageContent } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Department, Region } from '../org/org.ts';
import { languageName, notes, origin, quote, ratingList } from './comment-view.ts';
import { queryOf, ratingGroups, shows, unknownLanguage, type CommentFilter } from './filter.ts';
import type { Comment, CommentPage } from './reading.ts';

interface ListPage extends CommentPage {
  department: Department;
  /** All departments whose comments the person may read. */
  departments: Department[];
  /** The regions that the person may read. */
  regions: Region[];
  /** The quarters to choose from, latest first. */
  quarters: Quarter[];
  filter: CommentFilter;
  /** Whether this is not the first page. */
  isFurther: boolean;
}

/** The list of a department's comments. */
export function listPath(department: { slug: string }): string {
  return `/console/departments/${department.slug}/comments`;
}

export function commentsPage(given: ListPage): PageContent {
  const { department, departments, regions, filter } = given;
  return {
    title: 'Comments',
    sub: `${department.name} · ${filter.quarter.label}`,
    current: 'Comments',
    main: html`${departmentLinks(departments, department, listPath)}
    ${regions.length === 0 ? noRegionsNote(department, 'comments') : html`${filterForm(given)} ${found(given)}`}`,
  };
}

function found(given: ListPage): Markup {
  const { department, filter, comments, newer, older, isCut } = given;
  const path = listPath(department);
  return html`${comments.length === 0 ? noComments(given) : commentList(comments, path)}
  ${isCut ? html`<p>The search stopped before it reached the end of the quarter.</p>` : ''}
  ${
    newer || older
      ? html`<nav class="actions" aria-label="More comments">
          ${newer ? html`<a class="button second" href="${path}${queryOf(filter, newer)}">Newer comments</a>` : ''}
          ${older ? html`<a class="button second" href="${path}${queryOf(filter, older)}">${isCut ? 'Search further back' : 'Older comments'}</a>` : ''}
        </nav>`
      : ''
  }`;
}

const choices = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }));

function filterForm({ department, regions, quarters, filter }: ListPage): Markup {
  const languages = Object.keys(catalogs).map((tag) => ({ value: tag, label: languageName(tag) }));
  return html`<form method="get" action="${listPath(department)}" role="search" class="filter">
    ${textField({ name: 'q', label: 'Search comments', value: filter.search, type: 'search' })}
    ${quarterField(quarters, filter.quarter)}
    ${choiceField({
      name: 'region',
      label: 'Region or program',
      value: filter.region?.slug ?? '',
      options: [
        ...(regions.length > 1 ? [{ value: '', label: 'All' }] : []),
        ...regions.map(({ slug, name }) => ({ value: slug, label: name })),
      ],
    })}
    ${choiceField({
      name: 'rating',
      label: 'Rating',
      value: filter.rating ?? '',
      options: [{ value: '', label: 'Any' }, ...choices(ratingGroups)],
    })}
    ${choiceField({
      name: 'language',
      label: 'Language',
      value: filter.language ?? '',
      options: [{ value: '', label: 'Any' }, ...languages, { value: unknownLanguage, label: 'Unknown' }],
    })}
    ${choiceField({ name: 'show', label: 'Show', value: filter.show, options: choices(shows) })}
    <div class="actions">
      <button>Apply</button>
      <a href="${listPath(department)}">Clear filters</a>
    </div>
  </form>`;
}

/** Each comment's heading is its date, linked to its own page. */
function commentList(comments: Comment[], path: string): Markup {
  const entry = (comment: Comment) =>
    html`<li>
      <h2>
        <a href="${path}/${encodeURIComponent(comment.id)}"
          >${dayInWords(comment.receivedAt, comment.region.department.zone)}<span class="vh"
            >, ${comment.region.name}</span
          ></a
        >
      </h2>
      <p class="origin">${origin(comment)}</p>
      ${quote(comment.shown, comment.language)} ${ratingList(comment)} ${notes(comment)}
    </li>`;
  return html`<ol class="comments" aria-label="Comments, newest first">
    ${comments.map(entry)}
  </ol>`;
}

function noComments({ department, filter, isFurther, isCut }: ListPage): Markup {
  const { search, quarter, region, language, rating, show } = filter;
  const all = html`<a
    href="${listPath(department)}${queryOf({ ...filter, search: '', region: undefined, language: undefined, rating: undefined, show: 'open' })}"
    >Show all comments from this quarter</a
  >`;
  if (isCut) return html`<p class="empty">No matches so far.</p>`;
  if (isFurther) return html`<p class="empty">No more comments. ${all}</p>`;
  if (search !== '') {
    return html`<p class="empty">No comments match “${search}”. Masked text is not searched. ${all}</p>`;
  }
  if (region || language || rating || show !== 'open') {
    return html`<p class="empty">No comments from ${quarter.label} match these filters. ${all}</p>`;
  }
  return html`<p class="empty">
    No comments from ${quarter.label} yet. New comments appear here right away. Meanwhile, you can read an earlier
    quarter.
  </p>`;
}
