import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { Console } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import { findCase, oneCase, type CaseRoutes } from './case-visit.ts';
import type { CaseClock } from './clocks.ts';
import { countedDays } from './counted-days.ts';
import { casesLabel } from './list-page.ts';
import { workers } from './list-routes.ts';
import { casePath } from './paths.ts';

/** How the promised dates of a case were counted, day by day. */
export function countedRoutes(frame: Console, { db }: CaseRoutes): void {
  frame.get(`${oneCase}/counted`, workers, async (visit) => {
    const page = await findCase(db, visit);
    if (!page) return frame.notFound(visit.c);
    const { file, clocks, department } = page;
    return frame.page(visit, {
      title: `Dates of case ${file.reference}`,
      sub: html`How each promised date was counted. · <a href="${casePath(file.reference)}">Back to the case</a>`,
      current: casesLabel,
      main: clocks.map((clock) => clockSection(clock, department.zone)),
    });
  });
}

function clockSection(clock: CaseClock, zone: string): Markup {
  const { rule, dueAt, breaches } = clock;
  const day = (at: number) => dayInWords(at - 1, zone);
  return html`<h2>${rule.name}</h2>
    <p>${dueAt === null ? 'Paused, so there is no date now.' : `Due on ${day(dueAt)}.`} ${rule.source}.</p>
    ${breaches.length === 0 ? '' : html`<p class="below">Missed: ${breaches.map(day).join('; ')}.</p>`}
    ${countedDays(clock, zone)}`;
}
