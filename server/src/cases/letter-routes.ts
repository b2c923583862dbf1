import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { Console } from '../console/console.ts';
import { addressLines, readAgency } from '../org/org.ts';
import { findCase, oneCase, type CaseRoutes } from './case-visit.ts';
import { workers } from './list-routes.ts';
import { casePath } from './paths.ts';
import { casesLabel } from './list-page.ts';

/** A message to the writer as a letter, to be printed from the browser and mailed. */
export function letterRoutes(frame: Console, { db }: CaseRoutes): void {
  frame.get(`${oneCase}/letters/:message`, workers, async (visit) => {
    const page = await findCase(db, visit);
    const message = page?.messages.find(({ id, text }) => id === visit.c.req.param('message') && text !== null);
    if (!page || !message || message.kind === 'from writer') return frame.notFound(visit.c);
    const { contact, department, file } = page;
    const { agency, address } = await readAgency(db);
    const name = [contact?.title, contact?.name].filter(Boolean).join(' ');
    return frame.page(visit, {
      title: `Letter, case ${file.reference}`,
      sub: 'Print this page, and mail it.',
      current: casesLabel,
      main: [
        html`<article class="letter">
          <p>
            ${[agency ?? department.name, ...addressLines(address ?? '')].map((line) => html`<span class="line">${line}</span>`)}
          </p>
          <p dir="auto">
            ${[name, ...(contact?.post ?? '').split('\n')].filter(Boolean).map((line) => html`<span class="line">${line}</span>`)}
          </p>
          <p>${dayInWords(message.at, department.zone)}</p>
          <p>Reference ${file.reference}</p>
          <div class="written" dir="auto">${message.text}</div>
          <p>${message.sender ?? ''}<span class="line">${department.name}</span></p>
        </article>`,
        html`<p class="screen-only"><a href="${casePath(file.reference)}">Back to the case</a></p>`,
      ],
    });
  });
}
