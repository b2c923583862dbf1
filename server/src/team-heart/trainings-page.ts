import { grouped } from '@heart-survey/shared/counts';
import { isoDayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { departmentLinks, type PageContent } from '../console/console.ts';
import type { Department, Region } from '../org/org.ts';
import { choiceField, errorSummary, successMessage, textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { teamPath, trainingsPath } from './paths.ts';
import type { Training } from './queries.ts';
import type { TypedTraining } from './training-form.ts';

interface TrainingsPage {
  department: Department;
  /** All departments whose trainings the person may see, including this one. */
  departments: Department[];
  /** The regions that the person may choose. */
  regions: Region[];
  /** Whether the person may add and remove trainings of the whole department. */
  isWhole: boolean;
  /** The latest first. */
  trainings: Training[];
  /** The first day of the last 12 months: `2025-11-30`. */
  yearBegan: string;
  typed: TypedTraining;
  errors: FieldError[];
  notice: string | undefined;
}

/** The trainings that were held in a department, and a form to add one. */
export function trainingsPage(page: TrainingsPage): PageContent {
  const { department, departments, trainings, errors, notice } = page;
  return {
    title: 'Trainings',
    current: 'Team HEART',
    hasProblem: errors.length > 0,
    sub: html`${department.name}: how many people attended is kept, but not who · <a href="${teamPath}">Team HEART</a>`,
    main: [
      errorSummary(errors),
      errors.length > 0
        ? ''
        : successMessage(notice, {
            added: 'The training was added. It is shown beside the trend.',
            removed: 'The training was removed.',
          }),
      departmentLinks(departments, department, trainingsPath),
      addForm(page),
      yearSection(page),
      html`<h2>All trainings</h2>`,
      trainings.length === 0
        ? html`<p class="empty">No trainings yet. Add one after it was held.</p>`
        : trainingsTable(page),
    ],
  };
}

function addForm({ department, regions, isWhole, typed, errors }: TrainingsPage): Markup {
  return html`<h2>Add a training</h2>
    <form method="post" action="${trainingsPath(department)}">
      <input type="hidden" name="id" value="${typed.id}" />
      <div class="fields">
        ${textField({ name: 'heldOn', label: 'Date', type: 'date', value: typed.heldOn, isShort: true, errors })}
        ${choiceField({
          name: 'region',
          label: 'For',
          value: typed.region,
          errors,
          options: [
            ...(isWhole ? [{ value: '', label: 'The whole department' }] : []),
            ...regions.map(({ slug, name }) => ({ value: slug, label: name })),
          ],
        })}
        ${textField({
          name: 'attended',
          label: 'People who attended',
          inputmode: 'numeric',
          value: typed.attended,
          isShort: true,
          errors,
        })}
      </div>
      ${textField({ name: 'topic', label: 'Topic', value: typed.topic, errors, hint: 'Such as “Listening with care.” Leave out the names of those who attended.' })}
      <button>Add training</button>
    </form>`;
}

/** How many trainings there were in the last 12 months, by region. */
function yearSection({ trainings, regions, yearBegan }: TrainingsPage): Markup | '' {
  const recent = trainings.filter(({ heldOn }) => heldOn >= yearBegan);
  if (recent.length === 0) return '';
  const places = [
    { id: null, name: 'Whole department' },
    ...regions.map(({ id, name }) => ({ id, name })),
    ...recent.flatMap(({ regionId, region }) =>
      regionId === null || regions.some(({ id }) => id === regionId) ? [] : [{ id: regionId, name: region ?? '' }],
    ),
  ];
  const row = ({ id, name }: (typeof places)[number]) => {
    const held = recent.filter(({ regionId }) => regionId === id);
    return html`<tr>
      <th scope="row">${name}</th>
      <td class="number">${held.length}</td>
      <td class="number">${grouped(held.reduce((sum, { attended }) => sum + attended, 0))}</td>
    </tr>`;
  };
  const once = places.filter(({ id }, index) => places.findIndex((other) => other.id === id) === index);
  return html`<h2>The last 12 months</h2>
    <table class="narrow">
      <caption class="vh">
        Trainings in the last 12 months, by region
      </caption>
      <thead>
        <tr>
          <th scope="col">For</th>
          <th scope="col" class="number">Held</th>
          <th scope="col" class="number">Attended</th>
        </tr>
      </thead>
      <tbody>
        ${once.map(row)}
      </tbody>
    </table>
    <p class="quiet">A person who attended two trainings is counted twice.</p>`;
}

function trainingsTable({ department, trainings, regions, isWhole }: TrainingsPage): Markup {
  const mayRemove = ({ regionId }: Training) =>
    regionId === null ? isWhole : regions.some(({ id }) => id === regionId);
  const row = (training: Training) => {
    const { id, heldOn, topic, region, attended } = training;
    return html`<tr>
      <th scope="row">${topic}</th>
      <td>${isoDayInWords(heldOn)}</td>
      <td>${region ?? 'Whole department'}</td>
      <td class="number">${grouped(attended)}</td>
      <td>
        ${
          mayRemove(training)
            ? html`<a href="${trainingsPath(department)}/${id}/removal">Remove<span class="vh"> ${topic}</span></a>`
            : ''
        }
      </td>
    </tr>`;
  };
  return html`<div class="scroll" tabindex="0" role="region" aria-label="All trainings">
    <table class="trainings">
      <caption class="vh">
        All trainings, latest first
      </caption>
      <thead>
        <tr>
          <th scope="col">Topic</th>
          <th scope="col">Date</th>
          <th scope="col">For</th>
          <th scope="col" class="number">Attended</th>
          <td></td>
        </tr>
      </thead>
      <tbody>
        ${trainings.map(row)}
      </tbody>
    </table>
  </div>`;
}
