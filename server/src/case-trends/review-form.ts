import { randomUUID } from 'node:crypto';
import { dayFrom, monthsInWords } from '@heart-survey/shared/dates';
import type { Quarter } from '@heart-survey/shared/quarters';
import { html } from 'hono/html';
import type { Department } from '../org/org.ts';
import type { Form } from '../http/form.ts';
import { textArea, textField, type FieldError } from '../pages/fields.ts';
import { hasWords } from '../pages/reason.ts';
import { provingField, withoutProof, type Proving } from '../sign-in/sign-in.ts';
import type { Markup } from '../pages/page.ts';
import { figuresText, figuresToSign } from './figures-schema.ts';
import type { NewDecision } from './review-queries.ts';
import type { TrendView } from './trend-view.ts';

/** How many decisions the form has room for. */
const rooms = [1, 2, 3, 4, 5];
const maxConclusions = 5000;
const maxDecision = 1000;
const maxOwner = 200;

/** A review as its form sends it. */
export interface TypedReview {
  /** The version that the form was made for. */
  version: number;
  /** The figures that its reader saw, as text. */
  figures: string;
  conclusions: string;
  decisions: NewDecision[];
}

/** The sentence that a person signs. */
export function reviewSentence(name: string, department: Department | null, quarter: Quarter): string {
  const whose = department === null ? 'all departments' : department.name;
  return `I, ${name}, have reviewed the trends of the cases of ${whose} that came in from ${monthsInWords(quarter)}.`;
}

/** Reads the form. Decisions of which nothing is filled in are left out. */
export function readReview(form: Form): TypedReview {
  const text = (name: string) => form.text(name).trim();
  return {
    version: Number(form.text('version')),
    figures: form.raw('figures'),
    conclusions: text('conclusions'),
    decisions: rooms
      .map((room) => ({
        id: form.text(`id-${room}`),
        text: text(`decision-${room}`),
        owner: text(`owner-${room}`),
        dueOn: text(`due-${room}`),
      }))
      .filter(({ text, owner, dueOn }) => `${text}${owner}${dueOn}` !== ''),
  };
}

/** What the form says again if it is rejected. */
export function typedReview(form: Form): Record<string, string> {
  const names = [
    'conclusions',
    ...rooms.flatMap((room) => [`id-${room}`, `decision-${room}`, `owner-${room}`, `due-${room}`]),
  ];
  return Object.fromEntries(names.map((name) => [name, form.text(name)]));
}

/** What is wrong with a review. @param today the day from which decisions may be due, such as `2027-02-12`. */
export function reviewErrors(form: Form, today: string): FieldError[] {
  const { conclusions } = readReview(form);
  const isUsable = (text: string, max: number) => hasWords(text) && text.length <= max;
  const errors: FieldError[] = isUsable(conclusions, maxConclusions)
    ? []
    : [{ at: 'conclusions', message: `Enter your conclusions in ${maxConclusions} characters or fewer.` }];
  for (const room of rooms) {
    const [text, owner, dueOn] = ['decision', 'owner', 'due'].map((name) => form.text(`${name}-${room}`).trim());
    if (`${text}${owner}${dueOn}` === '') continue;
    if (!isUsable(text!, maxDecision)) {
      errors.push({
        at: `decision-${room}`,
        message: `Enter what decision ${room} is, in ${maxDecision} characters or fewer.`,
      });
    }
    if (!isUsable(owner!, maxOwner)) {
      errors.push({ at: `owner-${room}`, message: `Enter who carries out decision ${room}.` });
    }
    if (dayFrom(dueOn!) === undefined || dueOn! < today) {
      errors.push({ at: `due-${room}`, message: `Enter by when decision ${room} is done: today or a later day.` });
    }
  }
  return errors;
}

interface ReviewForm {
  view: TrendView;
  action: string;
  version: number;
  reader: string;
  proving: Proving;
  errors: FieldError[];
  typed: Record<string, string>;
}

/** Where someone signs a review under their name. */
export function reviewForm({ view, action, version, reader, proving, errors, typed }: ReviewForm): Markup {
  const heading = version === 1 ? 'Sign off the review' : 'Sign off another version of the review';
  if (proving === 'none') {
    return html`<h2>${heading}</h2>
      ${withoutProof('sign off a review', 'sign')}`;
  }
  return html`<h2>${heading}</h2>
    <form method="post" action="${action}/review">
      <input type="hidden" name="version" value="${version}" />
      <input type="hidden" name="figures" value="${figuresText(figuresToSign(view))}" />
      <blockquote>${reviewSentence(reader, view.department, view.quarter)}</blockquote>
      ${textArea({
        name: 'conclusions',
        label: 'Conclusions',
        hint: 'What the figures show, and what needs to improve. Do not name anyone.',
        value: typed['conclusions'] ?? '',
        rows: 6,
        errors,
      })}
      ${rooms.map((room) => decisionFields(room, errors, typed))} ${provingField(proving, errors)}
      <button>${proving === 'code' ? 'Sign off the review' : 'Sign in again and sign off the review'}</button>
    </form>`;
}

function decisionFields(room: number, errors: FieldError[], typed: Record<string, string>): Markup {
  const value = (name: string) => typed[`${name}-${room}`] ?? '';
  const hasError = errors.some(({ at }) => at.endsWith(`-${room}`));
  const isOpen = room === 1 || hasError || `${value('decision')}${value('owner')}${value('due')}` !== '';
  const fields = html`<input type="hidden" name="id-${room}" value="${value('id') || randomUUID()}" />
    ${textArea({ name: `decision-${room}`, label: `Decision ${room}`, value: value('decision'), rows: 2, errors })}
    <div class="fields">
      ${textField({ name: `owner-${room}`, label: 'Who carries it out', value: value('owner'), errors })}
      ${textField({ name: `due-${room}`, label: 'Done by', type: 'date', value: value('due'), isShort: true, errors })}
    </div>`;
  return isOpen
    ? html`<fieldset>
        <legend>Decision ${room} (optional)</legend>
        ${fields}
      </fieldset>`
    : html`<details>
        <summary>Decision ${room} (optional)</summary>
        ${fields}
      </details>`;
}
