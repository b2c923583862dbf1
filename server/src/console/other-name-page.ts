import { html } from 'hono/html';
import type { OtherName } from '../http/other-name.ts';
import type { Markup } from '../pages/page.ts';
import { signedOutPage } from './pages.ts';

/**
 * Says under which address to open the console.
 * @param path where the link leads; the console's home unless told.
 */
export function otherNameNotice(name: OtherName | undefined, path = '/console'): Markup | '' {
  if (name === undefined) return '';
  const url = name.configured + path;
  return html`<div class="call" role="status">
    <p>
      You opened this site at another address than its own, and signing in may not work here. Go to
      <a href="${url}">${url}</a>.
    </p>
    <p class="quiet">
      If your browser already shows ${name.configured}, or that is not where the console should be, tell the people who
      run this site: they have to correct BASE_URL, or have the proxy pass on the Host header.
    </p>
  </div>`;
}

/** Instead of taking a form that was posted there. */
export function otherNamePage(name: OtherName, path?: string): Markup {
  return signedOutPage(
    'Open the console at its own address',
    html`${otherNameNotice(name, path)}
      <p>Nothing was changed.</p>`,
  );
}
