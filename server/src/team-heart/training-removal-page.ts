import { grouped } from '@heart-survey/shared/counts';
import { isoDayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import { trainingsPath } from './paths.ts';
import type { Training } from './queries.ts';

/** Asks before a training is removed: its topic is erased at once. */
export function trainingRemovalPage(department: Department, training: Training): PageContent {
  const { id, heldOn, topic, region, attended } = training;
  const path = trainingsPath(department);
  return {
    title: 'Remove this training?',
    current: 'Team HEART',
    sub: department.name,
    main: [
      html`<p>Its topic is erased, and you cannot bring it back. The trend will no longer show the training.</p>`,
      html`<dl class="facts">
        <dt>Topic</dt>
        <dd class="written">${topic}</dd>
        <dt>Date</dt>
        <dd>${isoDayInWords(heldOn)}</dd>
        <dt>For</dt>
        <dd>${region ?? 'The whole department'}</dd>
        <dt>People who attended</dt>
        <dd>${grouped(attended)}</dd>
      </dl>`,
      html`<form method="post" action="${path}/${id}/removal" class="actions">
        <button>Remove training</button>
        <a href="${path}">Cancel</a>
      </form>`,
    ],
  };
}
