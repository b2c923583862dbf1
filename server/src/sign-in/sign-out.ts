import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Provider } from './provider.ts';
import type { Markup } from '../pages/page.ts';
import { signedOutPage } from '../console/console.ts';

/**
 * The answer after signing out here. People who signed in with the provider go there next to sign out too, if it
 * supports that.
 * @param idToken the session's ID token; null if it began with a password.
 * @param notice which message the sign-in page shows.
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

/** Continues to the provider automatically; the link is for browsers that do not. */
function signOutPage(provider: string, to: string): Markup {
  return signedOutPage(
    'You are signed out here',
    html`<p>Next, ${provider} will sign you out there too.</p>
      <p><a class="button" href="${to}">Continue to ${provider}</a></p>`,
    false,
    to,
  );
}
