import { html } from 'hono/html';
import { casePath } from '../cases/cases.ts';
import type { PageContent } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import { dayWords } from './days.ts';
import type { Due } from './due-queries.ts';

/** The list of everything that is open. */
export const duePath = '/console/follow-ups';

/** The item of the menu. */
export const dueLabel = 'Follow-ups';

const names: Record<Due['what'], string> = {
  action: 'Action',
  'follow-up': 'Ask whether the need was met',
  notice: 'Notices of a breach of privacy',
};

interface DuePage {
  due: Due[];
  /** Today in each department, by its id. */
  today: ReadonlyMap<number, string>;
  /** Whether there are more than are shown. */
  isCut: boolean;
}

/** What the reader has to do because of cases, or to look after, by date. */
export function duePage({ due, today, isCut }: DuePage): PageContent {
  return {
    title: dueLabel,
    sub: 'Actions and follow-ups on cases that are yours, or that you look after, including closed ones.',
    current: dueLabel,
    main: [
      due.length === 0 ? html`<p class="empty">Nothing is open.</p>` : table(due, today),
      isCut ? html`<p class="note">Only the first ${due.length} are shown.</p>` : '',
    ],
  };
}

function table(due: Due[], today: ReadonlyMap<number, string>): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Follow-ups">
    <table>
      <thead>
        <tr>
          <th scope="col">Case</th>
          <th scope="col">What</th>
          <th scope="col">Due</th>
          <th scope="col">Who</th>
        </tr>
      </thead>
      <tbody>
        ${due.map((one) => line(one, today))}
      </tbody>
    </table>
  </div>`;
}

function line(
  { reference, what, due_on: dueOn, owner, department_id: departmentId }: Due,
  today: ReadonlyMap<number, string>,
): Markup {
  const isOverdue = dueOn !== null && dueOn < today.get(departmentId)!;
  return html`<tr>
    <th scope="row"><a href="${casePath(reference)}">${reference}</a></th>
    <td>${names[what]}</td>
    <td>${dueOn === null ? 'Now' : dayWords(dueOn)}${isOverdue ? html` <b class="below">overdue</b>` : ''}</td>
    <td>${owner ?? (what === 'notice' ? '' : 'No one')}</td>
  </tr>`;
}
