import { html, raw } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import { plainText, type Email } from '../outbox/outbox.ts';
import type { Markup } from '../pages/page.ts';
import type { ThankForm } from './thank-form.ts';
import { thankPath } from './paths.ts';
import { headingOf, type ThankPage } from './thank-page.ts';

interface PreviewPage extends Omit<ThankPage, 'errors'> {
  /** One for each person who is thanked; they differ in the name. */
  emails: Email[];
  /** Whether there is a mail server. Without one, the emails become drafts. */
  hasServer: boolean;
}

/** The thank-you as it will be sent. */
export function previewPage({ comment, choice, emails, hasServer }: PreviewPage): PageContent {
  const [first, ...others] = emails;
  const path = thankPath(comment.region.department, comment.id);
  return {
    ...headingOf(comment),
    title: 'Preview',
    main: [
      first === undefined
        ? ''
        : html`<section class="email" aria-label="Email">${head(first)} ${first.body.map(part)}</section>`,
      others.length === 0 ? '' : alsoTo(others),
      html`<form method="post" action="${path}">
        ${hiddenFields(choice)}
        <div class="actions">
          <button name="do" value="send">
            ${hasServer ? 'Send' : emails.length > 1 ? 'Create drafts' : 'Create draft'}
          </button>
          <button class="second" name="do" value="change">Edit</button>
          <button class="second" name="do" value="certificate">Open the certificate (PDF)</button>
        </div>
      </form>`,
    ],
  };
}

function head({ to, cc, replyTo, subject }: Email): Markup {
  const line = (name: string, value: string | undefined) =>
    value === undefined
      ? ''
      : html`<dt>${name}</dt>
          <dd>${value}</dd>`;
  return html`<dl>
    ${line('To', to.join(', '))} ${line('Cc', cc?.join(', '))} ${line('Reply to', replyTo)} ${line('Subject', subject)}
  </dl>`;
}

function part(given: Email['body'][number]): Markup {
  if (typeof given !== 'string' && 'html' in given) return html`${raw(given.html)}`;
  return html`<p>${plainText(given)}</p>`;
}

function alsoTo(emails: Email[]): Markup {
  return html`<p>The same email, each with their own name, goes to:</p>
    <ul>
      ${emails.map(({ to, cc }) => html`<li>${to.join(', ')}${cc ? html`, cc ${cc.join(', ')}` : ''}</li>`)}
    </ul>`;
}

/** What was chosen, for the next page. */
function hiddenFields(choice: ThankForm): Markup[] {
  const values: [name: string, value: string][] = [
    ['send', choice.send],
    ...choice.people.map((id): [string, string] => ['people', String(id)]),
    ['team', choice.team === null ? '' : String(choice.team)],
    ['search', choice.search],
    ...choice.sentences.map((index): [string, string] => ['sentences', String(index)]),
    ...choice.letters.map((letter): [string, string] => ['letters', letter]),
  ];
  const texts = [
    { name: 'words', value: choice.words },
    { name: 'line', value: choice.line },
  ];
  return [
    ...values.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`),
    // Other fields would lose the line breaks.
    ...texts.map(({ name, value }) => html`<textarea name="${name}" hidden>${raw('\n')}${value}</textarea>`),
  ];
}
