import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Provider } from './provider.ts';
import type { Markup } from '../pages/page.ts';
import { signedOutPage } from '../console/console.ts';

/**
 * What comes after signing out here: who signed in at the provider is sent there to sign out too, where it offers that.
 * @param idToken what the session kept for that; null where it began with a password.
 * @param notice which text the sign-in page shows.
 */
export async function afterSignOut(
  c: Context,
  provider: Provider | undefined,
  idToken: string | null,
  notice: 'out' | 'everywhere',
): Promise<Response> {
  if (provider === undefined || idToken === null) return c.redirect(`/console/sign-in?notice=${notice}`, 303);
  const to = await provider.signOutUrl(idToken);
  if (to === undefined) return c.redirect('/console/sign-in?notice=out-here', 303);
  return c.html(signOutPage(provider.name, to));
}

/** Goes on to the provider; the link is for browsers that do not go by themselves. */
function signOutPage(provider: string, to: string): Markup {
  return signedOutPage(
    'You are signed out here',
    html`<p>Next, ${provider} signs you out there too.</p>
      <p><a class="button" href="${to}">Continue to ${provider}</a></p>`,
    false,
    to,
  );
}
