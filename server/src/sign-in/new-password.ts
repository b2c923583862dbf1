import { html } from 'hono/html';
import { longestPassword, shortestPassword } from './auth.ts';
import type { Form } from '../http/form.ts';
import type { Markup } from '../pages/page.ts';
import { textField, type FieldMistake } from '../pages/fields.ts';

/** The two fields in which somebody chooses a password, `password` and `again`. */
export function newPasswordFields(mistakes: FieldMistake[]): Markup {
  return html`${textField({
    ...{ name: 'password', label: 'New password', type: 'password', autocomplete: 'new-password', mistakes },
    hint: `At least ${shortestPassword} characters. Four words that do not belong together are good.`,
  })}
  ${textField({ name: 'again', label: 'The same once more', type: 'password', autocomplete: 'new-password', mistakes })}`;
}

/** Alike for spellings that differ in case and in the space around them; by upper case too, for letters such as ß. */
const folded = (text: string) => text.trim().toUpperCase().toLowerCase();

/** @param names what a password must not simply repeat, such as an e-mail address. */
export function newPasswordMistakes(form: Form, names: string[]): FieldMistake[] {
  const password = form.raw('password');
  const length = Array.from(password).length;
  const plain = folded(password);
  return [
    ...(length < shortestPassword
      ? [{ at: 'password', message: `A password has at least ${shortestPassword} characters.` }]
      : []),
    ...(password.length > longestPassword
      ? [{ at: 'password', message: `A password has at most ${longestPassword} characters.` }]
      : []),
    ...(length >= shortestPassword && (new Set(plain).size < 5 || names.some((name) => plain === folded(name)))
      ? [{ at: 'password', message: 'That is too easy to guess. Choose another password.' }]
      : []),
    ...(password === form.raw('again') ? [] : [{ at: 'again', message: 'Type the same password twice.' }]),
  ];
}
