import { feedbackTexts } from '@heart-survey/shared/feedback/feedback';
import { html } from 'hono/html';
import { formsPath as path, maxForms, printForms } from '../cases/cases.ts';
import type { Console } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { readAgency } from '../org/org.ts';
import { cacheForever, hashOf, pack, serveAsset } from '../http/asset.ts';
import { choiceField, errorSummary, textField, type FieldError } from '../pages/fields.ts';
import { readPageStyles } from '../pages/style.ts';
import type { Languages } from '../survey/survey.ts';
import { issueFormsPage } from './issue-form-page.ts';

interface IssueFormRoutes {
  db: Database;
  secret: string;
  languages: Languages;
  /** The collector's public address, without a slash at the end. */
  baseUrl: string;
}

/** The console's policy allows no styles inside a page. */
const sheet = new TextEncoder().encode(readPageStyles('print/print.css', 'feedback/issue-form.css'));
const style = { path: `/assets/issue-forms-${hashOf(sheet)}.css` };
const mayEnter = { of: 'somewhere', action: 'case entry' } as const;

/** `/console/cases/forms`: prints issue forms for the counter, each with a reference and a receipt on its stub. */
export function issueFormRoutes(frame: Console, { db, secret, languages, baseUrl }: IssueFormRoutes): void {
  frame.routes.get(style.path, serveAsset({ file: pack(sheet), type: 'text/css', cache: cacheForever }));

  frame.get(path, mayEnter, (visit) => frame.page(visit, choosePage(languages, { count: '10', language: '' }, [])));

  frame.post(path, mayEnter, async (visit) => {
    const { form, c, person, now } = visit;
    const given = { count: form.text('count'), language: form.text('language') };
    const count = /^\d{1,2}$/.test(given.count) ? Number(given.count) : 0;
    if (count < 1 || count > maxForms) {
      const errors = [{ at: 'count', message: `Enter a number from 1 to ${maxForms}.` }];
      return frame.page(visit, choosePage(languages, given, errors), 400);
    }
    const text = languages.offered.find(({ tag }) => tag === given.language) ?? languages.offered[0]!;
    const stubs = await printForms({ db, secret, by: person.id, at: now }, count);
    const shown = { text, texts: feedbackTexts(text), languages, agency: await readAgency(db) };
    return c.html(issueFormsPage({ ...shown, stubs, baseUrl, style }));
  });
}

function choosePage({ offered }: Languages, given: { count: string; language: string }, errors: FieldError[]) {
  return {
    title: 'Print issue forms',
    current: 'Cases',
    hasProblem: errors.length > 0,
    sub: 'Paper forms for the counter, in large print. Each has its own reference and receipt on a part that the customer keeps.',
    main: html`${errorSummary(errors)}
      <p>
        The receipts are shown once, on the page that you print next. Print it right away, and hand out each form only
        once. When a form comes back, enter its reference with the case.
      </p>
      <form method="post" action="${path}">
        ${textField({
          name: 'count',
          label: 'How many forms',
          value: given.count,
          inputmode: 'numeric',
          isShort: true,
          hint: `1 to ${maxForms}, each on two sheets or both sides of one.`,
          errors,
        })}
        ${choiceField({
          name: 'language',
          label: 'Language',
          value: given.language,
          options: offered.map(({ tag, name }) => ({ value: tag, label: name })),
        })}
        <div class="actions"><button>Make the forms</button></div>
      </form>`,
  };
}
