import { Hono, type Context } from 'hono';
import { audited } from '../audit/audit.ts';
import { isEmail, longestName, nameOf, personByEmail } from '../access/access.ts';
import { followLink, openLink, type OpenLink } from './links.ts';
import { commit } from '../database/database.ts';
import { formOf, limitForm, unlessCrowded, waiting, type SignInOptions } from './endpoint.ts';
import { causeOf } from '../outbox/outbox.ts';
import type { FieldMistake } from '../pages/fields.ts';
import { newPasswordMistakes } from './new-password.ts';
import { brokenLinkPage, forgottenPage, linkPage, providerOnlyPage } from './pages.ts';

/** One-time links: what is behind one, and how to come by one for a password that was forgotten. */
export function linkRoutes(options: SignInOptions): Hono {
  const { db, attempts, devices, passwordRule, names } = options;
  const { onlyProvider } = passwordRule;
  const app = new Hono();

  app.get('/console/forgotten', (c) => c.html(forgottenPage({ email: '', mistakes: [], onlyProvider })));

  app.post('/console/forgotten', limitForm, (c) =>
    formOf(c, async (form) => {
      const email = form.text('email').toLowerCase();
      if (!isEmail(email)) {
        const mistakes = [{ at: 'email', message: 'Give the e-mail address that you sign in with.' }];
        return c.html(forgottenPage({ email, mistakes, onlyProvider }), 400);
      }
      const attempt = attempts(c, 'reset', email);
      if (attempt.wait !== null && attempt.by === 'network') return waiting(c, attempt.wait);
      // Where an account has had its letters, the last one still works: nobody is kept out who reads them.
      if (attempt.wait === null) await sendReset(options, email);
      return c.redirect('/console/sign-in?notice=asked', 303);
    }),
  );

  /** The link that the path names, or the answer where it opens nothing. */
  const linkIn = async (c: Context<object, '/console/link/:secret'>): Promise<OpenLink | Response> => {
    const attempt = attempts(c, 'link');
    if (attempt.wait !== null) return waiting(c, attempt.wait);
    const link = await openLink(options, c.req.param('secret'));
    if (!link) return c.html(brokenLinkPage(), 404);
    attempt.forgive();
    return isForProvider(link) ? c.html(providerOnlyPage(onlyProvider!), 403) : link;
  };

  app.get('/console/link/:secret', async (c) => {
    const link = await linkIn(c);
    if (link instanceof Response) return link;
    const otherName = names.opened(c);
    return c.html(linkPage({ link, mistakes: [], name: '', email: '', otherName, path: c.req.path }));
  });

  app.post('/console/link/:secret', limitForm, (c) =>
    formOf(c, async (form) => {
      const link = await linkIn(c);
      if (link instanceof Response) return link;
      const [name, email] = [nameOf(form.text('name')), form.text('email').toLowerCase()];
      const mistakes = [
        ...(link.person === null ? await selfMistakes(name, email) : []),
        ...newPasswordMistakes(form, [link.person?.email ?? email]),
      ];
      if (mistakes.length > 0) {
        const otherName = names.opened(c);
        return c.html(linkPage({ link, mistakes, name, email, otherName, path: c.req.path }), 400);
      }
      return unlessCrowded(c, async () => {
        const isDone = await followLink(options, link, form.raw('password'), { name, email });
        if (!isDone) return c.html(brokenLinkPage(), 404);
        // Whoever tried passwords at the account meanwhile must not keep its owner from signing in.
        devices.remember(c, link.person?.email ?? email);
        return c.redirect('/console/sign-in?notice=set', 303);
      });
    }),
  );

  /** Whether that link would set a password for somebody who may not have one any more. */
  const isForProvider = ({ person }: OpenLink) => person !== null && !passwordRule.allows(person.email);

  const selfMistakes = async (name: string, email: string): Promise<FieldMistake[]> => [
    ...(name === '' || name.length > longestName
      ? [{ at: 'name', message: 'Say your name, in at most 100 characters.' }]
      : []),
    ...(isEmail(email) ? [] : [{ at: 'email', message: 'Give your e-mail address.' }]),
    ...(isEmail(email) && !passwordRule.allows(email) ? [{ at: 'email', message: notBreakGlass }] : []),
    ...(isEmail(email) && (await personByEmail(db, email))
      ? [{ at: 'email', message: 'Somebody has that e-mail address already.' }]
      : []),
  ];
  return app;
}

const notBreakGlass = 'Only one address can have a password here, the one that OIDC_BREAK_GLASS names. Give that one.';

/**
 * Queues an email to the person with that address, if they may sign in. Whether there is one takes the same time: a commit
 * either way, and the email is written and sent after the answer.
 */
async function sendReset({ db, clock, outbox, passwordRule }: SignInOptions, email: string): Promise<void> {
  const known = await personByEmail(db, email);
  const maySignIn = known !== undefined && known.leftAt === null && passwordRule.allows(email);
  const person = maySignIn ? known : undefined;
  const now = clock();
  const { statement } = outbox.queue({ kind: 'reset', cause: causeOf('person', person?.id ?? '') }, now);
  const entry = { personId: null, action: 'password reset asked', subject: person?.email ?? 'nobody' };
  await commit(db, [...(person ? [statement] : []), audited(entry, now)]);
  outbox.wake();
}
