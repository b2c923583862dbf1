import { html } from 'hono/html';
import type { Opened } from '../cases/cases.ts';
import type { Markup } from '../pages/page.ts';
import { framed, type Shown } from './frame.ts';
import { promises } from './promises.ts';

export interface ReceiptPage extends Shown {
  opened: Opened;
  /** IANA, of the department that answers. */
  zone: string;
  /** The collector's public address, without a slash at the end. */
  baseUrl: string;
}

/** The page after a message was sent: both numbers, what happens next, and by when. */
export function receiptPage(page: ReceiptPage): Markup {
  const { text, texts, opened, zone, baseUrl } = page;
  const { receipt: words } = texts;
  if (opened.receipt === null) return againPage(page);
  return framed(page, {
    title: words.title,
    main: html`<h1>${words.title}</h1>
      <p class="lead">${words.keep} <strong>${words.lost}</strong></p>
      <dl class="keys">
        <dt>${words.reference}</dt>
        <dd><bdi dir="ltr" id="reference">${opened.reference}</bdi></dd>
        <dt>${words.receipt}</dt>
        <dd><bdi dir="ltr" id="receipt">${opened.receipt}</bdi></dd>
      </dl>
      <h2>${words.next}</h2>
      ${words.steps.map((step) => html`<p>${step}</p>`)} ${promises(page, opened.clocks, zone)}
      <p>${words.read} <a href="/case?lang=${text.tag}" dir="ltr">${baseUrl}/case</a></p>
      <p>${text.closePage}</p>`,
  });
}

/** The same message again: the receipt was shown, and is not stored. */
function againPage(page: ReceiptPage): Markup {
  const { text, texts, opened } = page;
  const { receipt: words } = texts;
  return framed(page, {
    title: words.againTitle,
    main: html`<h1>${words.againTitle}</h1>
      <p class="lead">${words.again}</p>
      ${
        opened.reference === ''
          ? ''
          : html`<dl class="keys">
              <dt>${words.reference}</dt>
              <dd><bdi dir="ltr" id="reference">${opened.reference}</bdi></dd>
            </dl>`
      }
      <ul class="links">
        <li><a href="/case?lang=${text.tag}">${texts.case.title}</a></li>
        <li><a href="/feedback?lang=${text.tag}">${words.newForm}</a></li>
      </ul>`,
  });
}
