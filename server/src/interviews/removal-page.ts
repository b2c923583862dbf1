import { timeInWords } from '@heart-survey/shared/dates';
import { items } from '@heart-survey/shared/items';
import { enForm } from '@heart-survey/shared/languages/en';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Department, Region } from '../org/org.ts';
import { interviewsPath } from './paths.ts';
import type { interviewsToday } from './queries.ts';

type Interview = Awaited<ReturnType<typeof interviewsToday>>[number];

interface RemovalPage extends Interview {
  department: Department;
  region: Region;
}

/** Asks before an interview is removed: it is a customer's answer. */
export function removalPage({ department, region, response }: RemovalPage): PageContent {
  const path = interviewsPath(department);
  return {
    title: 'Remove this interview?',
    current: 'Telephone interviews',
    sub: html`${department.name}, ${region.name}`,
    main: [
      html`<p>
        The customer’s answers will no longer count, and you cannot bring them back. If you only want to correct them,
        write down the correct answers, remove this interview, and enter it again.
      </p>`,
      html`<dl class="facts">
        <dt>Entered</dt>
        <dd>${timeInWords(response.receivedAt, department.zone)}</dd>
        ${items.map(
          (item) =>
            html`<dt>${enForm.items[item].word}</dt>
              <dd>${response[item] ?? 'Skipped'}</dd>`,
        )}
        <dt>Comment</dt>
        <dd class="written">${response.comment ?? 'None'}</dd>
      </dl>`,
      html`<form method="post" action="${path}/${response.id}/removal" class="actions">
        <button>Remove interview</button>
        <a href="${interviewsPath(department, { region: region.slug })}">Cancel</a>
      </form>`,
    ],
  };
}
