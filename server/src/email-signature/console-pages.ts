import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { departmentLinks, noRegionsNote, type PageContent } from '../console/console.ts';
import { signaturesPath } from '../directory/directory.ts';
import { emailPath } from '../email-log/email-log.ts';
import type { Department, Region } from '../org/org.ts';
import type { Queued } from '../outbox/outbox.ts';
import { successMessage } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import type { Recipient } from './queries.ts';

const title = 'Signatures';

interface Counts {
  all: number;
  reachable: number;
  emailed: number;
}

interface RegionsPage {
  department: Department;
  departments: Department[];
  regions: Region[];
  /** By the region's id; a region without employees is not in it. */
  counts: ReadonlyMap<number, Counts>;
}

/** A department's regions, and how many of their employees were emailed their signature. */
export function regionsPage({ department, departments, regions, counts }: RegionsPage): PageContent {
  const row = ({ id, slug, name }: Region) => {
    const { all, reachable, emailed } = counts.get(id) ?? { all: 0, reachable: 0, emailed: 0 };
    return html`<tr>
      <th scope="row"><a href="${signaturesPath(department, slug)}">${name}</a></th>
      <td class="number">${all}</td>
      <td class="number">${all - reachable}</td>
      <td class="number">${emailed}</td>
    </tr>`;
  };
  return {
    title,
    current: title,
    sub: html`${department.name} · Email employees a signature with their own survey link`,
    main: [
      departmentLinks(departments, department, signaturesPath),
      regions.length === 0
        ? noRegionsNote(department, 'employees')
        : html`<div class="scroll" tabindex="0" role="region" aria-label="Regions">
            <table>
              <caption class="vh">
                Employees by region
              </caption>
              <thead>
                <tr>
                  <th scope="col">Region or program</th>
                  <th scope="col" class="number">Employees</th>
                  <th scope="col" class="number">Without an email address</th>
                  <th scope="col" class="number">Emailed</th>
                </tr>
              </thead>
              <tbody>
                ${regions.map(row)}
              </tbody>
            </table>
          </div>`,
      html`<p>
        Everyone can also make a signature with their office’s link on
        <a href="/signature">the signature page</a>. It has the scripts for voicemail and out-of-office messages too.
      </p>`,
    ],
  };
}

interface RegionPage {
  region: Region;
  employees: Recipient[];
  /** The latest email of each, by the employee's id. */
  emails: ReadonlyMap<number, Queued>;
  hasServer: boolean;
  notice: string | undefined;
}

/** A region's employees: whom to email, and what became of the emails. */
export function regionPage({ region, employees, emails, hasServer, notice }: RegionPage): PageContent {
  const path = signaturesPath(region.department, region.slug);
  const reachable = employees.filter(({ address }) => address !== null).length;
  return {
    title: `Signatures for ${region.name}`,
    current: title,
    sub: html`${region.department.name} · <a href="${signaturesPath(region.department)}">All regions</a>`,
    main: [
      successMessage(notice, {
        queued: hasServer ? 'The email will be sent soon.' : 'The email is a draft: open it below and download it.',
        everyone: hasServer ? 'The emails will be sent soon.' : 'The emails are drafts: open them below.',
        already: 'Nothing was sent: they were already emailed. See the dates below.',
      }),
      hasServer
        ? html``
        : html`<p class="call">
            No mail server is set up, so nothing is sent. You can download each email as a draft and send it yourself.
          </p>`,
      ...(employees.length === 0
        ? [html`<p class="empty">No employees yet. An administrator adds or imports them in the directory.</p>`]
        : [
            reachable === 0
              ? html``
              : html`<p><a class="button" href="${path}/everyone">Email every employee their signature</a></p>`,
            employeeTable(region, employees, (one) => stateOf(one, emails.get(one.id), region, hasServer)),
          ]),
    ],
  };
}

function employeeTable(region: Region, employees: Recipient[], state: (employee: Recipient) => Markup): Markup {
  const path = signaturesPath(region.department, region.slug);
  const row = (employee: Recipient) => {
    const { id, name, address, emailedAt } = employee;
    const label = emailedAt === null ? 'Email signature' : 'Send again';
    return html`<tr>
      <th scope="row" id="employee-${id}">
        ${name}<small>${address ?? 'No email address. An administrator can add one in the directory.'}</small>
      </th>
      <td>${state(employee)}</td>
      <td>
        ${
          address === null
            ? ''
            : html`<form method="post" action="${path}/employees/${id}">
                <input type="hidden" name="seen" value="${emailedAt ?? ''}" />
                <button class="second">${label}<span class="vh"> to ${name}</span></button>
              </form>`
        }
      </td>
    </tr>`;
  };
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Employees">
    <table>
      <caption class="vh">
        Employees in ${region.name}
      </caption>
      <thead>
        <tr>
          <th scope="col">Employee</th>
          <th scope="col">Signature</th>
          <td></td>
        </tr>
      </thead>
      <tbody>
        ${employees.map(row)}
      </tbody>
    </table>
  </div>`;
}

/** What became of the latest email. @param email undefined if there is none, or if the outbox erased it after 30 days. */
function stateOf({ emailedAt }: Recipient, email: Queued | undefined, region: Region, hasServer: boolean): Markup {
  const day = (at: number) => dayInWords(at, region.department.zone);
  if (emailedAt === null) return html`<span class="quiet">Not emailed yet</span>`;
  if (email === undefined) return html`Emailed on ${day(emailedAt)}`;
  const link = (text: string) => html`<a href="${emailPath(email)}">${text}</a>`;
  if (email.state === 'sent') return html`Sent on ${day(email.finalAt ?? emailedAt)}`;
  if (email.state === 'waiting') return hasServer ? html`Waiting to be sent` : link('Draft');
  const problem = email.state === 'failed' ? 'Not sent' : 'May not have arrived';
  return html`${problem}<small>${link('View the email')}</small>`;
}

interface EveryonePage {
  region: Region;
  /** Those who will be emailed. */
  due: Recipient[];
  /** Those who were emailed within the last day. */
  recent: Recipient[];
  /** Those who have no email address. */
  without: Recipient[];
  /** When the page was shown, in milliseconds since the epoch. */
  at: number;
  /** Whether the numbers are not those that were confirmed. */
  hasChanged?: boolean;
}

/** Asks before a whole region is emailed. */
export function everyonePage({ region, due, recent, without, at, hasChanged = false }: EveryonePage): PageContent {
  const path = signaturesPath(region.department, region.slug);
  const before = due.filter(({ emailedAt }) => emailedAt !== null).length;
  return {
    title: 'Email every employee their signature?',
    current: title,
    sub: html`${region.department.name} · <a href="${path}">${region.name}</a>`,
    main: [
      hasChanged
        ? html`<p class="call" role="status">
            The list has changed since you opened this page. Please check the numbers.
          </p>`
        : '',
      html`<p>
        <b>${peopleInWords(due.length)} will get an email</b> with a signature and a survey link of their
        own.${before === 0 ? '' : ` ${before} of them ${before === 1 ? 'has' : 'have'} already received one.`}
      </p>`,
      recent.length === 0
        ? ''
        : html`<p>
            ${peopleInWords(recent.length)} will not, because they received theirs in the last day. You can send it
            again from the list.
          </p>`,
      without.length === 0
        ? ''
        : html`<p>${peopleInWords(without.length)} cannot get one, because they have no email address:</p>
            <ul>
              ${without.map(({ name }) => html`<li>${name}</li>`)}
            </ul>
            <p>An administrator can add the addresses in the directory.</p>`,
      html`<form method="post" action="${path}/everyone" class="actions">
        <input type="hidden" name="at" value="${at}" />
        <input type="hidden" name="due" value="${due.length}" />
        ${due.length === 0 ? '' : html`<button>Send ${due.length === 1 ? '1 email' : `${due.length} emails`}</button>`}
        <a class="button second" href="${path}">Cancel</a>
      </form>`,
    ],
  };
}

function peopleInWords(n: number): string {
  return n === 1 ? '1 employee' : `${n} employees`;
}
