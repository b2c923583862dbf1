import { monthsInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { departmentLinks, type PageContent } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import { publicPath, publishedPath, publishingPath } from './paths.ts';
import { publishedIn, type PublishingState } from './state.ts';
import { stateInWords } from './words.ts';

interface ListPage {
  department: Department;
  /** Those that the reader may publish for, this one among them. */
  departments: Department[];
  /** The latest quarter first. */
  states: PublishingState[];
}

/** A department's submitted quarters, and which of them the public sees. */
export function listPage({ department, departments, states }: ListPage): PageContent {
  const isAny = states.some((state) => publishedIn(state) !== undefined);
  return {
    title: 'Published results',
    sub: html`${department.name}${isAny ? html` · <a href="${publicPath(department)}">Open the public page</a>` : ''}`,
    current: 'Published results',
    main: [
      departmentLinks(departments, department, publishedPath),
      states.length === 0
        ? html`<p class="empty">
            No quarter has been submitted yet. After a quarter is submitted to the executive office, you can publish it
            here.
          </p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="Submitted quarters">
            <table>
              <caption>
                Submitted quarters, latest first
              </caption>
              <thead>
                <tr>
                  <th scope="col">Quarter</th>
                  <th scope="col">Status</th>
                </tr>
              </thead>
              <tbody>
                ${states.map(
                  (state) =>
                    html`<tr>
                      <th scope="row">
                        <a href="${publishingPath(department, state.quarter)}">${monthsInWords(state.quarter)}</a>
                      </th>
                      <td>${stateInWords(state)}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`,
    ],
  };
}
