import { catalogs } from '@heart-survey/shared/languages/languages';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Letter } from '../letters/letters.ts';
import type { Markup } from '../pages/page.ts';
import { casesLabel } from './list-page.ts';
import { casePath, letterPath } from './paths.ts';

/** A letter as it was sent, to print from the browser. */
export function letterPage({ reference }: { reference: string }, letter: Letter): PageContent {
  const { letterhead, addressee, date, reference: line, text, signature } = letter.content;
  const direction = catalogs[letter.language]?.direction ?? 'ltr';
  return {
    title: `Letter, case ${reference}`,
    sub: 'Print it, and mail it. It stays as it was sent.',
    current: casesLabel,
    main: [
      html`<article class="letter" lang="${letter.language}" dir="${direction}">
        ${lines(letterhead)} ${lines(addressee)}
        <p>${[date, line].map((one) => html`<span class="line" dir="auto">${one}</span>`)}</p>
        <div class="written" dir="auto">${text}</div>
        ${lines(signature)}
      </article>`,
      html`<p class="screen-only">
        <a href="${letterPath(reference, letter.id)}.pdf">PDF for a window envelope</a> ·
        <a href="${casePath(reference)}">Back to the case</a>
      </p>`,
    ],
  };
}

const lines = (all: readonly string[]): Markup | '' =>
  all.length === 0 ? '' : html`<p>${all.map((one) => html`<span class="line" dir="auto">${one}</span>`)}</p>`;
