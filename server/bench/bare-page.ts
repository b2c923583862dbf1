import { items, scale } from '@heart-survey/shared/items';
import { enForm as text } from '@heart-survey/shared/languages/en';
import { html } from 'hono/html';

/**
 * A page that asks the same questions without our code: the texts, thirty radio buttons, a text field, a button, and no
 * stylesheet or script.
 */
export function barePage() {
  const statements = items.map((item) => {
    const { word, statement } = text.items[item];
    const points = scale.map(
      (rating) =>
        html`<label><input type="radio" name="${item}" value="${rating}" /> ${text.scale[rating - 1]}</label>`,
    );
    return html`<fieldset>
      <legend>${word} ${statement}</legend>
      ${points}
    </fieldset>`;
  });
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${text.title}</title>
      </head>
      <body>
        <h1>${text.title}</h1>
        <form method="post">
          ${statements}
          <label>${text.comment} <textarea name="comment"></textarea></label>
          <button>${text.send}</button>
        </form>
      </body>
    </html>`;
}
