import { Hono, type Context } from 'hono';
import { isEmail, maxNameLength, nameOf, personByEmail } from '../access/access.ts';
import { findLink, redeemLink, type OpenLink } from './links.ts';
import { withForm, limitForm, unlessBusy, tooManyAttempts, type SignInOptions } from './endpoint.ts';
import type { Form } from '../http/form.ts';
import type { FieldError } from '../pages/fields.ts';
import { newPasswordErrors } from './new-password.ts';
import { brokenLinkPage, linkPage, providerOnlyPage } from './link-pages.ts';

type LinkContext = Context<object, '/console/link/:secret'>;

/** One-time links for setting a password. */
export function linkRoutes(options: SignInOptions): Hono {
  const app = new Hono();
  app.get('/console/link/:secret', (c) => showLink(options, c));
  app.post('/console/link/:secret', limitForm, (c) => withForm(c, (form) => useLink(options, c, form)));
  return app;
}

async function showLink(options: SignInOptions, c: LinkContext): Promise<Response> {
  const link = await linkIn(options, c);
  if (link instanceof Response) return link;
  const wrongAddress = options.addressCheck.opened(c);
  return c.html(linkPage({ link, errors: [], name: '', email: '', wrongAddress, path: c.req.path }));
}

async function useLink(options: SignInOptions, c: LinkContext, form: Form): Promise<Response> {
  const link = await linkIn(options, c);
  if (link instanceof Response) return link;
  const [name, email] = [nameOf(form.text('name')), form.text('email').toLowerCase()];
  const errors = [
    ...(link.person === null ? await administratorErrors(options, name, email) : []),
    ...newPasswordErrors(form, [link.person?.email ?? email]),
  ];
  if (errors.length > 0) {
    const wrongAddress = options.addressCheck.opened(c);
    return c.html(linkPage({ link, errors, name, email, wrongAddress, path: c.req.path }), 400);
  }
  return unlessBusy(c, async () => {
    const isDone = await redeemLink(options, link, form.raw('password'), { name, email });
    if (!isDone) return c.html(brokenLinkPage(), 404);
    // Someone may have guessed passwords at this account meanwhile; that must not keep its owner from signing in.
    options.devices.remember(c, link.person?.email ?? email);
    return c.redirect('/console/sign-in?notice=set', 303);
  });
}

/** The unused link in the path, or the answer if there is none. */
async function linkIn(options: SignInOptions, c: LinkContext): Promise<OpenLink | Response> {
  const { attempts, passwordRule } = options;
  const attempt = attempts(c, 'link');
  if (attempt.wait !== null) return tooManyAttempts(c, attempt.wait);
  const link = await findLink(options, c.req.param('secret'));
  if (!link) return c.html(brokenLinkPage(), 404);
  attempt.forgive();
  const mayHavePassword = link.person === null || passwordRule.allows(link.person.email);
  return mayHavePassword ? link : c.html(providerOnlyPage(passwordRule.onlyProvider!), 403);
}

async function administratorErrors(options: SignInOptions, name: string, email: string): Promise<FieldError[]> {
  const isGoodName = name !== '' && name.length <= maxNameLength;
  const emailProblem = await problemWithEmail(options, email);
  return [
    ...(isGoodName ? [] : [{ at: 'name', message: `Enter your name. It can have up to ${maxNameLength} characters.` }]),
    ...(emailProblem === undefined ? [] : [{ at: 'email', message: emailProblem }]),
  ];
}

async function problemWithEmail({ db, passwordRule }: SignInOptions, email: string): Promise<string | undefined> {
  if (!isEmail(email)) return 'Enter a valid email address, such as name@example.gov.';
  if (!passwordRule.allows(email)) return notBreakGlass;
  return (await personByEmail(db, email)) ? 'Another person already has this email address.' : undefined;
}

const notBreakGlass =
  'Only one address can have a password here: the one in the OIDC_BREAK_GLASS setting. Enter that address.';
