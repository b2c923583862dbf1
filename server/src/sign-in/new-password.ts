import { html } from 'hono/html';
import { maxPasswordLength, minPasswordLength } from './auth.ts';
import type { Form } from '../http/form.ts';
import type { Markup } from '../pages/page.ts';
import { textField, type FieldError } from '../pages/fields.ts';

/** The two fields for choosing a password, `password` and `again`. */
export function newPasswordFields(errors: FieldError[]): Markup {
  return html`${textField({
    name: 'password',
    label: 'New password',
    type: 'password',
    autocomplete: 'new-password',
    hint: `Use at least ${minPasswordLength} characters. A phrase of four unrelated words works well.`,
    errors,
  })}
  ${textField({ name: 'again', label: 'Confirm new password', type: 'password', autocomplete: 'new-password', errors })}`;
}

/** Ignores case and surrounding spaces. Upper case first, because of characters such as ß. */
const normalized = (text: string) => text.trim().toUpperCase().toLowerCase();

/** @param names what the password must not simply repeat, such as the email address. */
export function newPasswordErrors(form: Form, names: string[]): FieldError[] {
  const password = form.raw('password');
  const length = Array.from(password).length;
  const plain = normalized(password);
  const isEasy = new Set(plain).size < 5 || names.some((name) => plain === normalized(name));
  return [
    ...(length < minPasswordLength
      ? [{ at: 'password', message: `Your password must be at least ${minPasswordLength} characters long.` }]
      : []),
    ...(password.length > maxPasswordLength
      ? [{ at: 'password', message: `Your password must be no more than ${maxPasswordLength} characters long.` }]
      : []),
    ...(length >= minPasswordLength && isEasy
      ? [{ at: 'password', message: 'This password is too easy to guess. Choose a different one.' }]
      : []),
    ...(password === form.raw('again') ? [] : [{ at: 'again', message: 'The two passwords do not match.' }]),
  ];
}
