import { surveyPath } from '@heart-survey/shared/survey-link';
import { html } from 'hono/html';
import type { WritersCase } from '../cases/cases.ts';
import { textArea, textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { framed, problemSummary, type Shown } from './frame.ts';
import { dateIn, promises } from './promises.ts';

export interface KeyPage extends Shown {
  typed: { reference: string; receipt: string };
  problems: readonly FieldError[];
}

/** Asks for the reference and the receipt. */
export function keyPage(page: KeyPage): Markup {
  const { text, typed, problems } = page;
  const { case: words, receipt, form } = page.texts;
  const field = (name: 'reference' | 'receipt', label: string, hint: string) =>
    textField({ name, label, hint, value: typed[name], errors: [...problems] });
  return framed(page, {
    title: problems.length > 0 ? `${text.errorPrefix} ${words.title}` : words.title,
    addressOf: (tag) => `/case?lang=${tag}`,
    main: html`<h1>${words.title}</h1>
      ${problemSummary(text, problems)}
      <p class="lead">${words.lead}</p>
      <form class="feedback" method="post" action="/case" accept-charset="utf-8" autocomplete="off" novalidate>
        <input type="hidden" name="language" value="${text.tag}" />
        <div class="card">
          ${field('reference', receipt.reference, words.referenceHint)}
          ${field('receipt', receipt.receipt, words.receiptHint)}
        </div>
        <button>${words.open}</button>
      </form>
      <p>${words.lost} <a href="/feedback?lang=${text.tag}">${form.title}</a></p>`,
  });
}

export interface CasePage extends Shown {
  found: WritersCase;
  key: { reference: string; receipt: string };
  /** The ids of the next message, and of one that they are not satisfied: UUIDs. */
  send: string;
  sendSecond: string;
  /** What was typed but not stored. */
  message: string;
  why: string;
  problems: readonly FieldError[];
  /** What happened to what was just sent. */
  notice: 'sent' | 'sentBefore' | 'begun' | 'before' | undefined;
  /** How to reach the Ombudsman. */
  ombudsman: readonly string[];
  isSwitched: boolean;
}

/** A case as its writer sees it: where it stands, the promised dates, the messages, and a form to write back or to say that they are not satisfied. */
export function casePage(page: CasePage): Markup {
  const { text, texts, found, problems, notice, isSwitched } = page;
  const { file, department, clocks } = found;
  const { case: words, second } = texts;
  return framed(page, {
    title: problems.length > 0 ? `${text.errorPrefix} ${words.title}` : words.title,
    addressOf: (tag) => `/case?lang=${tag}`,
    keeps: { form: 'write', hasFocus: isSwitched },
    main: html`<h1>${words.title}</h1>
      ${problemSummary(text, problems)}
      ${notice === undefined ? '' : html`<p class="done" role="status">${{ ...words, ...second }[notice]}</p>`}
      <p>${texts.receipt.reference}: <bdi dir="ltr">${file.reference}</bdi></p>
      <h2>${words.state}</h2>
      <p>${words.stages[file.stage]}</p>
      ${clocks.length === 0 ? '' : html`<h2>${words.dates}</h2>`} ${promises(page, clocks, department.zone)}
      <h2>${words.messages}</h2>
      <ol class="messages">
        ${entries(page)}
      </ol>
      ${ombudsman(page)} ${survey(page)} ${writeForm(page)}`,
  });
}

/** After the second stage, there is only the Ombudsman (docs/policies/dufferin-2-3-12.md, section 6.5.2). */
function ombudsman({ texts, found, ombudsman: lines }: CasePage): Markup | '' {
  const { isOver, isAnswered } = found.second;
  if (!isOver) return '';
  return html`${isAnswered ? html`<p>${texts.second.last}</p>` : ''}
    <p>${texts.second.ombudsman}</p>
    <p>${lines.map((line) => html`<span class="line">${line}</span>`)}</p>`;
}

/** The same link for everyone. */
function survey({ text, texts, found }: CasePage): Markup | '' {
  if (found.survey === undefined) return '';
  const { title, link, about } = texts.after;
  return html`<h2>${title}</h2>
    <p><a href="${surveyPath(found.survey.slug)}?lang=${text.tag}">${link}</a></p>
    <p class="hint">${about}</p>`;
}

function entries({ text, texts, found }: CasePage): Markup[] {
  const { file, department, messages } = found;
  const { case: words } = texts;
  // They are written to in the language that they chose.
  const entry = (title: string, at: number, written: string | null) =>
    html`<li>
      <h3>${title}</h3>
      <p class="hint">${dateIn(text, at, department.zone)}</p>
      ${written === null ? html`<p>${words.erased}</p>` : html`<p class="written" lang="${file.language}" dir="auto">${written}</p>`}
    </li>`;
  const titles = { 'from writer': words.fromWriter, answer: words.answer, 'second answer': texts.second.answer };
  const titleOf = (kind: WritersCase['messages'][number]['kind']) =>
    kind in titles ? titles[kind as keyof typeof titles] : words.fromUs;
  return [
    entry(words.fromWriter, file.receivedAt, file.text),
    ...messages.map((message) => entry(titleOf(message.kind), message.at, message.text)),
  ];
}

/** One form, so that another language keeps whatever was typed. */
function writeForm(page: CasePage): Markup {
  const { text, texts, found, key, send, message, problems } = page;
  const { case: words } = texts;
  const isOver = found.file.stage === 'answered' || found.file.stage === 'closed';
  return html`<form
    id="write"
    class="feedback"
    method="post"
    action="/case"
    accept-charset="utf-8"
    autocomplete="off"
    novalidate
  >
    <input type="hidden" name="language" value="${text.tag}" />
    <input type="hidden" name="reference" value="${key.reference}" />
    <input type="hidden" name="receipt" value="${key.receipt}" />
    <input type="hidden" name="id" value="${send}" />
    ${notSatisfied(page)}
    <h2>${words.write}</h2>
    ${isOver ? html`<p>${words.ended}</p>` : ''}
    <div class="card">
      ${textArea({ name: 'message', label: words.message, value: message, rows: 6, hint: texts.form.limits, errors: [...problems] })}
    </div>
    <button>${words.send}</button>
  </form>`;
}

function notSatisfied({ texts, found, sendSecond, why, problems }: CasePage): Markup | '' {
  if (!found.second.canBegin) return '';
  const { second: words } = texts;
  return html`<h2>${words.title}</h2>
    <p>${words.lead}</p>
    <input type="hidden" name="second-id" value="${sendSecond}" />
    <div class="card">
      ${textArea({ name: 'why', label: words.why, value: why, rows: 4, hint: words.blank, errors: [...problems] })}
    </div>
    <button name="second" value="yes">${words.send}</button>`;
}
