import { Hono, type Context } from 'hono';
import { audit, signOut, type LinkOptions, type SignIn, type WhoIs } from '../access/access.ts';
import { followLink, openLink, type OpenLink } from '../access/links.ts';
import { personByEmail } from '../access/queries.ts';
import { shortestPassword } from '../access/sign-in.ts';
import { limitBody } from '../http/body.ts';
import { readForm, type Form } from '../http/form.ts';
import type { Mailer } from '../mail/mail.ts';
import { refusedPage } from './pages.ts';
import { brokenLinkPage, linkPage, signInPage } from './sign-in-pages.ts';

export interface SignInRoutes extends LinkOptions {
  signIn: SignIn;
  whoIs: WhoIs;
  mail: Mailer;
}

/** The doors before which nobody is signed in yet, and the way out. */
export function signInRoutes(options: SignInRoutes): Hono {
  const { db, clock, signIn, whoIs } = options;
  const app = new Hono();
  const limit = limitBody((c) => c.html(refusedPage('too large'), 413));
  app.use('/console/*', async (c, next) => {
    c.header('Cache-Control', 'no-store');
    return next();
  });
  const formOf = async (c: Context, take: (form: Form) => Promise<Response>) => {
    const form = await readForm(c);
    return form ? take(form) : c.html(refusedPage('no form'), 415);
  };

  app.get('/console/sign-in', async (c) => {
    const next = nextOf(c.req.query('next'));
    if (await whoIs(c.req.raw.headers)) return c.redirect(next, 303);
    return c.html(signInPage({ next, email: '', said: c.req.query('said') }));
  });

  app.post('/console/sign-in', limit, (c) =>
    formOf(c, async (form) => {
      const [email, next] = [form.text('email').toLowerCase(), nextOf(form.text('next'))];
      const answer = await signIn.api.signInEmail({
        body: { email, password: form.raw('password') },
        headers: c.req.raw.headers,
        asResponse: true,
      });
      if (!answer.ok) {
        const known = await personByEmail(db, email);
        await audit(
          db,
          { personId: known?.id ?? null, action: 'sign-in refused', subject: known?.email ?? 'nobody' },
          clock(),
        );
        return c.html(signInPage({ next, email, said: 'wrong' }), 401);
      }
      return enter(c, answer, email, next);
    }),
  );

  /** Hands the session's cookie on. */
  const enter = async (c: Context, answer: Response, email: string, next: string) => {
    const known = await personByEmail(db, email);
    await audit(db, { personId: known!.id, action: 'signed in', subject: email }, clock());
    for (const cookie of answer.headers.getSetCookie()) c.header('Set-Cookie', cookie, { append: true });
    return c.redirect(next, 303);
  };

  app.post('/console/sign-out', limit, async (c) => {
    const visitor = await whoIs(c.req.raw.headers);
    if (visitor)
      await audit(db, { personId: visitor.person.id, action: 'signed out', subject: visitor.person.email }, clock());
    const answer = await signOut(signIn, c.req.raw.headers);
    for (const cookie of answer.headers.getSetCookie()) c.header('Set-Cookie', cookie, { append: true });
    return c.redirect('/console/sign-in?said=out', 303);
  });

  app.get('/console/link/:secret', async (c) => {
    const link = await openLink(options, c.req.param('secret'));
    return link ? c.html(linkPage({ link, mistakes: [], name: '', email: '' })) : c.html(brokenLinkPage(), 404);
  });

  app.post('/console/link/:secret', limit, (c) =>
    formOf(c, async (form) => {
      const link = await openLink(options, c.req.param('secret'));
      if (!link) return c.html(brokenLinkPage(), 404);
      const [name, email] = [form.text('name'), form.text('email').toLowerCase()];
      const mistakes = await mistakesIn(link, form, email);
      if (mistakes.length > 0) return c.html(linkPage({ link, mistakes, name, email }), 400);
      const isDone = await followLink(options, link, form.raw('password'), { name, email });
      return isDone ? c.redirect('/console/sign-in?said=set', 303) : c.html(brokenLinkPage(), 404);
    }),
  );

  const mistakesIn = async ({ person }: OpenLink, form: Form, email: string) => {
    const password = form.raw('password');
    return [
      ...(person === null && form.text('name') === '' ? [{ at: 'name', says: 'Say your name.' }] : []),
      ...(person === null && !isEmail(email) ? [{ at: 'email', says: 'Give your e-mail address.' }] : []),
      ...(person === null && isEmail(email) && (await personByEmail(db, email))
        ? [{ at: 'email', says: 'Somebody has that e-mail address already.' }]
        : []),
      ...(password.length < shortestPassword
        ? [{ at: 'password', says: `A password has at least ${shortestPassword} characters.` }]
        : []),
      ...(password.length > 256 ? [{ at: 'password', says: 'A password has at most 256 characters.' }] : []),
      ...(password === form.raw('again') ? [] : [{ at: 'again', says: 'Type the same password twice.' }]),
    ];
  };
  return app;
}

export function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>"(),;:\\]+@[^\s@<>"(),;:\\]+\.[^\s@<>"(),;:\\]+$/.test(text);
}

/** Where to go after signing in: a page of the console and nowhere else. */
function nextOf(next: string | undefined): string {
  return next !== undefined && /^\/console(?:[/?][\w\-./?&=%+]*)?$/.test(next) && !next.includes('//')
    ? next
    : '/console';
}
