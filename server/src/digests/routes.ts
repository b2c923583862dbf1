import { audited } from '../audit/audit.ts';
import type { Console, Visit } from '../console/console.ts';
import { commit, type Database } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import { accountPath } from '../sign-in/sign-in.ts';
import { digestKinds, frequenciesOf, mayChoose } from './kinds.ts';
import { digestsPath } from './paths.ts';
import { choicesOf, choose, endChoice } from './queries.ts';
import { digestSection, fieldOf } from './section.ts';

/** Saves the choices that the account page shows. */
export function digestRoutes(frame: Console, { db }: { db: Database }): void {
  frame.post(digestsPath, { of: 'everyone' }, async ({ c, person, form, now }: Visit & { form: Form }) => {
    const stored = await choicesOf(db, person.id);
    const changes = digestKinds
      .filter((kind) => mayChoose(person, kind))
      .flatMap((kind) => {
        const before = stored.find((one) => one.kind === kind)?.frequency;
        const frequency = frequenciesOf[kind].find((one) => one === form.text(fieldOf(kind)));
        return before === frequency ? [] : [{ kind, frequency }];
      });
    if (changes.length > 0) {
      const detail = Object.fromEntries(changes.map(({ kind, frequency = 'never' }) => [kind, frequency]));
      await commit(db, [
        ...changes.map(({ kind, frequency }) =>
          frequency === undefined
            ? endChoice({ personId: person.id, kind })
            : choose({ personId: person.id, kind, frequency }, now),
        ),
        audited({ personId: person.id, action: 'email summaries chosen', subject: person.email, detail }, now),
      ]);
    }
    return c.redirect(`${accountPath}?notice=digests`, 303);
  });
}

/** The section of the account page. */
export function accountDigests({ db }: { db: Database }) {
  return async ({ person }: Visit) => digestSection(person, await choicesOf(db, person.id));
}
