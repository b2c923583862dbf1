import { hash } from 'node:crypto';
import { lettersIn } from '@heart-survey/shared/heart';
import { Hono, type Context } from 'hono';
import { commit, type Database } from '../database/database.ts';
import { limitBody } from '../http/body.ts';
import { readForm } from '../http/form.ts';
import { choicePage, tooManyPage, unknownLinkPage, withdrawnPage } from './choice-page.ts';
import { choiceBehind, choose, shownAs } from './choice-queries.ts';
import { quoted } from './quoted.ts';
import { cutsForOthers } from './shown-names.ts';
import { recipientsOf } from './wall-queries.ts';

interface ChoiceRoutes {
  db: Database;
  clock: () => number;
  /** Returns how many seconds a client has to wait, or null. */
  flooded: (c: Context) => Promise<number | null>;
}

type CodeContext = Context<object, '/thanks/:code'>;

/** In bytes. */
const maxForm = 1024;

/**
 * Where an employee chooses how to be shown with a customer's words, by the link in the thank-you. Opening it changes nothing,
 * since mail scanners open links.
 */
export function choiceRoutes(options: ChoiceRoutes): Hono {
  const { db, clock, flooded } = options;
  const app = new Hono();
  /** The thank-you behind the link in the path, or the answer if there is none. */
  const find = async (c: CodeContext) => {
    const wait = await flooded(c);
    if (wait !== null) {
      c.header('Retry-After', String(wait));
      return c.html(tooManyPage(wait), 429);
    }
    const found = await choiceBehind(db, hash('sha256', c.req.param('code')), clock());
    return found ?? c.html(unknownLinkPage(), 404);
  };

  app.get('/thanks/:code', async (c) => {
    const found = await find(c);
    return found instanceof Response ? found : show(c, db, found);
  });

  app.post(
    '/thanks/:code',
    limitBody((c) => c.html(unknownLinkPage(), 413), maxForm),
    async (c) => {
      const found = await find(c);
      if (found instanceof Response) return found;
      const asked = (await readForm(c))?.text('shown');
      const choice = shownAs.find((one) => one === asked && (one !== 'first name' || found.team === null));
      if (choice === undefined || found.quote?.comment == null) return show(c, db, found);
      await commit(db, [choose(found.recipientId, choice, clock())]);
      return c.redirect(`${c.req.path}?notice=saved`, 303);
    },
  );
  return app;
}

async function show(
  c: Context,
  db: Database,
  found: NonNullable<Awaited<ReturnType<typeof choiceBehind>>>,
): Promise<Response> {
  const { quote, cuts, letters, ...shown } = found;
  if (quote?.comment == null) return c.html(withdrawnPage());
  const thanked = await recipientsOf(db, [found.recognitionId]);
  const asShown = quoted(quote.comment, cutsForOthers(quote.comment, cuts, thanked, found.team));
  const about = { quoted: asShown, language: quote.language, letters: lettersIn(letters ?? '') };
  const isHiddenByOther = thanked.some(({ id, shownAs }) => id !== found.recipientId && shownAs === 'hidden');
  return c.html(choicePage({ ...shown, ...about, isHiddenByOther, notice: c.req.query('notice') }));
}
