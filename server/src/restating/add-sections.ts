import { dayFrom, dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { ratingList } from '../comments/comments.ts';
import { flaggedDetails } from '../flagged/flagged.ts';
import { choiceField, textField } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { paperFields, ratingFields } from '../paper/paper.ts';
import type { DraftPage } from './draft-page.ts';
import { restatingPath } from './paths.ts';

/** Typing late paper forms. */
export function paperSection(page: DraftPage): Markup {
  const { department, quarter, regions, languages, groups, form, id, typed = {}, errors = [] } = page;
  return html`<h2>Paper form</h2>
    <form method="post" action="${restatingPath(department, quarter)}/forms">
      <input type="hidden" name="id" value="${id}" />
      ${choiceField({
        name: 'region',
        label: 'Region or program',
        value: typed['region'] ?? '',
        // Without one chosen already, so that no form is added to a region by mistake.
        options: [{ value: '', label: 'Choose' }, ...regions.map(({ slug, name }) => ({ value: slug, label: name }))],
        errors,
      })}
      ${paperFields({ typed: form, errors, languages, groups, today: '', hasFocus: errors.length === 0 })}
      <div class="actions"><button>Add form</button></div>
    </form>`;
}

/** Picking responses that did not come from customers. */
export function exclusionSection({
  department,
  quarter,
  regions,
  flagged,
  typed = {},
  errors = [],
}: DraftPage): Markup {
  const action = `${restatingPath(department, quarter)}/exclusions`;
  const wrong = errors.find(({ at }) => at === 'flagged');
  const isTicked = new Set(typed['flagged']?.split(' '));
  const entry = (row: DraftPage['flagged'][number], index: number) => {
    const region = regions.find(({ id }) => id === row.regionId)!;
    const name = `response ${index + 1}, ${dayInWords(row.receivedAt, department.zone)}, ${region.name}`;
    const ticked = isTicked.has(row.id) ? 'checked' : '';
    return html`<li>
      ${flaggedDetails(row, region, 3)}
      <p class="tick">
        <input type="checkbox" id="exclude-${row.id}" name="response" value="${row.id}" ${ticked} />
        <label for="exclude-${row.id}">Exclude<span class="vh">: ${name}</span></label>
      </p>
    </li>`;
  };
  return html`<h2>Exclude a response</h2>
    <p>
      A low rating is not a reason to exclude a response. Your reason above is stored with each one that you exclude.
    </p>
    <form method="post" action="${action}">
      ${textField({ name: 'response', label: 'Response ID', value: typed['response'] ?? '', errors })}
      <div class="actions"><button class="second">Add</button></div>
    </form>
    ${
      flagged.length === 0
        ? ''
        : html`<h2>Flagged responses included in the figures</h2>
            <form method="post" action="${action}">
              <input type="hidden" name="list" value="flagged" />
              ${wrong ? html`<p class="error">${wrong.message}</p>` : ''}
              <ol
                class="comments"
                id="flagged"
                tabindex="-1"
                aria-label="Flagged responses, most recently flagged first"
              >
                ${flagged.map(entry)}
              </ol>
              <div class="actions"><button class="second">Add selected</button></div>
            </form>`
    }`;
}

/** Correcting the ratings that were typed from a paper form. */
export function correctionSection({
  department,
  quarter,
  correcting,
  form,
  id,
  typed = {},
  errors = [],
}: DraftPage): Markup {
  const path = restatingPath(department, quarter);
  if (correcting === undefined) {
    return html`<h2>Correct a paper form</h2>
      <form method="get" action="${path}">
        ${textField({
          name: 'correct',
          label: 'ID of the paper form',
          value: typed['correct'] ?? '',
          hint: 'You can find it in the responses file (CSV).',
          errors,
        })}
        <div class="actions"><button class="second">Show its ratings</button></div>
      </form>`;
  }
  return html`<h2>Correct a paper form</h2>
    <p>
      The form dated ${dayFrom(correcting.paperDate ?? '')?.inWords ?? 'an unknown date'}. Its date, its comment and its
      region do not change.
    </p>
    <form method="post" action="${path}/corrections">
      <input type="hidden" name="id" value="${id}" />
      <input type="hidden" name="response" value="${correcting.id}" />
      ${ratingFields(form.ratings, errors, errors.length === 0)}
      <div class="actions">
        <button>Add correction</button>
        <a class="button second" href="${path}">Cancel</a>
      </div>
    </form>`;
}

/** Counting responses again that should not have been excluded. */
export function inclusionSection({ department, quarter, regions, excluded }: DraftPage): Markup {
  if (excluded.length === 0)
    return html`<h2>Excluded responses</h2>
      <p class="empty">No responses are excluded.</p>`;
  const entry = (row: DraftPage['excluded'][number], index: number) => {
    const day = dayInWords(row.receivedAt, department.zone);
    const region = regions.find(({ id }) => id === row.regionId)!;
    return html`<li>
      <h3>${day}</h3>
      <p class="origin">${region.name}</p>
      ${ratingList(row)}
      <p class="note">
        <b>Excluded</b> by ${row.by ?? 'an unknown person'}, ${dayInWords(row.excludedAt!, department.zone)}:
        ${row.reason ?? 'no reason is stored'}
      </p>
      <button class="second" name="response" value="${row.id}">
        Count it again<span class="vh">: response ${index + 1}, ${day}, ${region.name}</span>
      </button>
    </li>`;
  };
  return html`<h2>Excluded responses</h2>
    <form method="post" action="${restatingPath(department, quarter)}/inclusions">
      <ol class="comments" aria-label="Excluded responses, most recently excluded first">
        ${excluded.map(entry)}
      </ol>
    </form>`;
}
