import { monthsInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { departmentLinks, type PageContent } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import { submissionsPath, submissionPath } from './paths.ts';
import type { SubmissionState } from './state.ts';
import { stateInWords, stepInWords } from './words.ts';

interface ListPage {
  department: Department;
  /** Those that the reader may see, this one among them. */
  departments: Department[];
  /** The last closed quarter first. */
  states: SubmissionState[];
  /** `2027-02-12`, in the department's zone. */
  today: string;
}

/** A department's closed quarters, and how far each one is. */
export function listPage({ department, departments, states, today }: ListPage): PageContent {
  return {
    title: 'Submissions',
    sub: department.name,
    current: 'Submissions',
    main: [
      departmentLinks(departments, department, submissionsPath),
      states.length === 0
        ? html`<p class="empty">
            No quarter has closed yet. After a quarter closes, you hand it in here, and a representative submits it to
            the executive office.
          </p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="Closed quarters">
            <table>
              <caption>
                Closed quarters, latest first
              </caption>
              <thead>
                <tr>
                  <th scope="col">Quarter</th>
                  <th scope="col">Status</th>
                  <th scope="col">Last step</th>
                </tr>
              </thead>
              <tbody>
                ${states.map((state) => row(state, today))}
              </tbody>
            </table>
          </div>`,
    ],
  };
}

function row(state: SubmissionState, today: string) {
  const { department, quarter, steps } = state;
  const last = steps.at(-1);
  return html`<tr>
    <th scope="row">
      <a href="${submissionPath(department, quarter)}">${monthsInWords(quarter)}</a>
    </th>
    <td>${stateInWords(state, today)}</td>
    <td>${last === undefined ? '–' : stepInWords(last)}</td>
  </tr>`;
}
