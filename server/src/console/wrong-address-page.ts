import { html } from 'hono/html';
import type { WrongAddress } from '../http/wrong-address.ts';
import type { Markup } from '../pages/page.ts';
import { signedOutPage } from './pages.ts';

/**
 * Links to the console at its correct address.
 * @param path where the link goes. The default is the console's home page.
 */
export function wrongAddressNotice(wrongAddress: WrongAddress | undefined, path = '/console'): Markup | '' {
  if (wrongAddress === undefined) return '';
  const url = wrongAddress.configured + path;
  return html`<div class="call" role="status">
    <p>
      You opened this site at the wrong address, and signing in may not work here. Go to
      <a href="${url}">${url}</a>.
    </p>
    <p class="quiet">
      If your browser already shows ${wrongAddress.configured}, or if that address is wrong, contact your system
      administrator, who needs to correct BASE_URL or make the proxy forward the Host header.
    </p>
  </div>`;
}

/** The reply to a form that was sent to the wrong address. */
export function wrongAddressPage(wrongAddress: WrongAddress, path?: string): Markup {
  return signedOutPage(
    'Open the console at the right address',
    html`${wrongAddressNotice(wrongAddress, path)}
      <p>Nothing was changed.</p>`,
  );
}
