import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import { casesLabel } from './list-page.ts';
import type { Opened } from './open.ts';
import { casePath, entryPath } from './paths.ts';

interface OpenedPage {
  opened: Opened;
  department: Pick<Department, 'zone'>;
  /** Whether the reference is that of a printed form, whose stub has the receipt. */
  isPrinted: boolean;
  /** Whether the reader may open the case. */
  isSeen: boolean;
  /** The installation's address, without a slash at the end. */
  baseUrl: string;
}

/** The reference and the receipt of a complaint that staff entered. The receipt is shown this once. */
export function openedPage({ opened, department, isPrinted, isSeen, baseUrl }: OpenedPage): PageContent {
  const { reference, receipt } = opened;
  return {
    title: 'Complaint saved',
    sub: receipt === null ? undefined : 'Give both numbers to the person now, or print this page for them.',
    current: casesLabel,
    main: [
      reference === ''
        ? ''
        : html`<dl class="numbers">
            <div>
              <dt>Reference</dt>
              <dd>${reference}</dd>
            </div>
            ${
              receipt === null
                ? ''
                : html`<div>
                    <dt>Receipt</dt>
                    <dd>${receipt}</dd>
                  </div>`
            }
          </dl>`,
      receipt === null ? noReceipt(isPrinted) : withReceipt(baseUrl),
      promises(opened, department),
      html`<p class="actions">
        ${isSeen ? html`<a class="button" href="${casePath(reference)}">Open the case</a>` : ''}
        <a class="${isSeen ? 'button second' : 'button'}" href="${entryPath}">Enter another complaint</a>
      </p>`,
    ],
  };
}

const withReceipt = (baseUrl: string) =>
  html`<p>
    With both numbers, anyone can read the answer and write back at <b>${baseUrl}/case</b>. The receipt is shown only
    once, on this page. If it is lost, no one can replace it.
  </p>`;

const noReceipt = (isPrinted: boolean) =>
  isPrinted
    ? html`<p>The receipt is on the stub of the printed form. It is stored nowhere else.</p>`
    : html`<p role="status">
        This complaint was already saved, so it was not saved again. Its receipt was shown the first time.
      </p>`;

function promises({ clocks }: Opened, { zone }: Pick<Department, 'zone'>): Markup | '' {
  const running = clocks.flatMap(({ rule, dueAt }) => (dueAt === null ? [] : [{ name: rule.name, dueAt }]));
  if (running.length === 0) return '';
  // A due date is the first moment after its last day.
  const line = ({ name, dueAt }: (typeof running)[number]) => html`<li>${name}: by ${dayInWords(dueAt - 1, zone)}</li>`;
  return html`<h2>What we promise</h2>
    <ul>
      ${running.map(line)}
    </ul>`;
}
