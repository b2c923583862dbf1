import { timeInWords } from '@heart-survey/shared/dates';
import { html, raw } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import { errorSummary, successMessage, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import type { ClockHold } from './clock-guard.ts';

/** Where a person confirms that the server's clock is right. */
export const clockPath = '/console/clock';

interface ClockPage {
  /** Milliseconds since the epoch. */
  now: number;
  /** IANA, for showing times. */
  zone: string;
  hold: ClockHold | undefined;
  errors?: FieldError[];
  notice?: string | undefined;
}

/** What the server's clock shows, and a form to confirm it if it jumped. */
export function clockPage({ now, zone, hold, errors = [], notice }: ClockPage): PageContent {
  return {
    title: 'The server’s clock',
    sub: `Times in ${zone}`,
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      successMessage(notice, { confirmed: 'Saved. Quarters close automatically again.' }),
      hold === undefined
        ? html`<p>The server’s clock shows <b>${timeInWords(now, zone)}</b> Quarters close automatically.</p>`
        : html`<p class="call">${holdInWords(hold, zone)}</p>
            <p>
              If that date and time are right, the server was probably off for a while. If they are wrong, ask the
              person who runs the server to set the clock.
            </p>
            <form method="post" action="${clockPath}">
              <input type="hidden" name="shown" value="${now}" />
              <button>The date and time are right</button>
            </form>`,
    ],
  };
}

/** Why quarters do not close automatically, and until when. A time ends with a period of its own: `2:05 p.m.` */
export function holdInWords({ now, seenAt }: ClockHold, zone: string): Markup {
  return html`<b>The server’s clock shows ${timeInWords(now, zone)}</b> When it was last checked, it showed
    ${timeInWords(seenAt, zone)} Quarters do not close automatically until the clock has run normally for an hour, or
    someone confirms that it is right.`;
}

/** For a form that must not be sent by a clock that is wrong: the person says that it is right. */
export function clockField(hold: ClockHold, now: number, zone: string, errors: FieldError[]): Markup {
  const error = errors.find(({ at }) => at === 'clock');
  return html`<p class="call">${holdInWords(hold, zone)}</p>
    ${error ? html`<p class="error" id="clock-error">${error.message}</p>` : ''}
    <p class="tick">
      <input
        type="checkbox"
        id="clock"
        name="clock"
        value="${now}"
        ${raw(error ? 'aria-invalid="true" aria-describedby="clock-error"' : '')}
      />
      <label for="clock">It is ${timeInWords(now, zone)} The date and time are right.</label>
    </p>`;
}
