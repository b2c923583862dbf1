import { audited, auditedIfChanged, commitChange } from '../audit/audit.ts';
import {
  endLinks,
  endSecondFactorOf,
  newLink,
  providerId,
  unlinkFromProvider,
  type LinkOptions,
} from '../sign-in/sign-in.ts';
import { opensFigures, revokeTokensBehind } from '../access/access.ts';
import { grantInWords, type Console, type Visit } from '../console/console.ts';
import type { FieldMistake } from '../pages/fields.ts';
import { commit } from '../database/database.ts';
import { alone } from '../database/statement.ts';
import type { Form } from '../http/form.ts';
import { emailPath } from '../email-log/email-log.ts';
import { causeOf, latestAbout, type Outbox } from '../outbox/outbox.ts';
import { linkPage } from './pages.ts';
import { personPage } from './person-page.ts';
import { scopeOf, roleEntry } from './scope.ts';
import {
  employeeOf,
  endGrant,
  endWaysIn,
  grantRole,
  grants,
  listedPerson,
  markLeft,
  markReturned,
  withPasswordRule,
  type Listed,
} from './queries.ts';

export interface PersonRoutes extends LinkOptions {
  outbox: Outbox;
  /** What the agency's own sign-in is called, where there is one. */
  provider: string | undefined;
}

const people = { of: 'installation', action: 'people' } as const;
const one = '/console/people/:person';

/** The page of one person, and all that is done there. */
export function personRoutes(frame: Console, options: PersonRoutes): void {
  const { db, baseUrl, outbox, provider, passwordRule } = options;

  /** The person of the path; undefined where there is none. */
  const personOf = async ({ c }: Visit) => {
    const found = await listedPerson(db, c.req.param('person') ?? '');
    return found && withPasswordRule(passwordRule, found);
  };

  const show = async (
    visit: Visit,
    person: Listed,
    mistakes: FieldMistake[] = [],
    typed = nothingTyped,
    refused: 400 | 409 = 400,
  ) => {
    const { c, directory } = visit;
    const [own, employee] = await Promise.all([grants(db, person.id), employeeOf(db, person.id)]);
    const roles = own.map((grant) => ({ id: grant.id, role: grant.role, words: grantInWords(grant, directory) }));
    const notice = mistakes.length > 0 ? undefined : c.req.query('notice');
    const isSelf = person.id === visit.person.id;
    const mayHavePassword = passwordRule.allows(person.email);
    const names = { provider, onlyProvider: mayHavePassword ? undefined : passwordRule.onlyProvider };
    const draft = outbox.hasServer ? undefined : await draftFor(person);
    const shown = { person, employee, roles, directory, isSelf, notice, typed, mistakes, baseUrl, draft, ...names };
    return frame.page(visit, personPage(shown), mistakes.length > 0 ? refused : 200);
  };

  frame.get(one, people, async (visit) => {
    const person = await personOf(visit);
    return person ? show(visit, person) : frame.notFound(visit.c);
  });

  /** Does something to the person of the path; what changed nothing is told so. */
  const change = (
    path: string,
    does: (visit: Visit & { form: Form }, person: Listed) => Promise<Response> | Response,
  ) =>
    frame.post(`${one}${path}`, people, async (visit) => {
      const person = await personOf(visit);
      return person ? does(visit, person) : frame.notFound(visit.c);
    });
  const back = ({ c }: Visit, { id }: Listed, notice: string) =>
    c.redirect(`/console/people/${id}?notice=${notice}`, 303);

  change('/invitation', async (visit, person) => {
    const { now, person: by } = visit;
    if (person.id === by.id) return show(visit, person, [{ at: '', message: ownLink }]);
    if (person.leftAt !== null) return show(visit, person, [{ at: '', message: leftAlready }]);
    const kind = person.hasPassword ? 'reset' : 'invitation';
    const hasLink = passwordRule.allows(person.email);
    // The links that are still out there end now; the new one is made when the email is sent, or now to be shown.
    const link = hasLink && !outbox.hasServer ? newLink(options, kind, person.id) : undefined;
    const { statement } = outbox.queue({ kind, cause: causeOf('person', person.id), madeBy: by.id }, now);
    const action = kind === 'reset' ? 'password reset sent' : 'person invited again';
    await commit(db, [
      ...(link?.statements ?? [endLinks(kind, person.id, now)]),
      statement,
      audited({ personId: by.id, action, subject: person.email }, now),
    ]);
    outbox.wake();
    if (link) return frame.page(visit, linkPage({ kind, ...person, url: link.url }));
    if (!outbox.hasServer) return back(visit, person, 'not-sent');
    return back(visit, person, hasLink ? (kind === 'reset' ? 'reset' : 'invited') : 'invited-provider');
  });

  change('/roles', async (visit, person) => {
    const { form, directory, now, person: by } = visit;
    if (person.id === by.id) return show(visit, person, [{ at: '', message: ownGrant }], nothingTyped, 409);
    const asked = { role: form.text('role'), scope: form.text('scope') };
    const placed = scopeOf(asked, directory);
    if ('mistakes' in placed) return show(visit, person, placed.mistakes, asked);
    if (person.leftAt !== null) return show(visit, person, [{ at: '', message: leftAlready }]);
    const grant = alone(grantRole({ personId: person.id, ...placed, grantedAt: now, grantedBy: by.id }));
    await commitChange(db, grant, { at: now, personId: by.id, ...roleEntry('role granted', person, placed) });
    return back(visit, person, 'granted');
  });

  change('/roles/:grant/end', async (visit, person) => {
    const { c, now, person: by } = visit;
    const grant = (await grants(db, person.id)).find(({ id }) => String(id) === c.req.param('grant'));
    if (!grant) return frame.notFound(c);
    if (person.id === by.id && grant.role === 'administrator')
      return show(visit, person, [{ at: '', message: ownRole }]);
    const end = endGrant({ id: grant.id, personId: person.id, at: now, by: by.id });
    const detail = { because: 'role ended', role: grant.role };
    const revoked = { personId: by.id, action: 'tokens revoked', subject: person.email, detail };
    const hasEnded = await commitChange(
      db,
      end,
      { at: now, personId: by.id, ...roleEntry('role ended', person, grant) },
      ...(opensFigures(grant) ? [revokeTokensBehind(grant, now), auditedIfChanged(revoked, now)] : []),
    );
    const notice = opensFigures(grant) ? 'ended-tokens' : 'ended';
    return hasEnded ? back(visit, person, notice) : show(visit, person, [{ at: '', message: lastAdministrator }]);
  });

  change('/leave', async (visit, person) => {
    const { now, person: by } = visit;
    if (person.id === by.id) return show(visit, person, [{ at: '', message: ownAccess }]);
    if (person.leftAt !== null) return back(visit, person, 'left');
    const entry = { at: now, personId: by.id, action: 'access ended', subject: person.email };
    const hasEnded = await commitChange(db, markLeft(person.id, now), entry, ...endWaysIn(person.id, now));
    return hasEnded ? back(visit, person, 'left') : show(visit, person, [{ at: '', message: lastAdministrator }]);
  });

  change('/return', async (visit, person) => {
    const { now, person: by } = visit;
    const entry = { at: now, personId: by.id, action: 'access given back', subject: person.email };
    await commitChange(db, markReturned(person.id, now), entry);
    return back(visit, person, 'returned');
  });

  change('/second-factor/end', async (visit, person) => {
    const { now, person: by } = visit;
    if (person.id === by.id) return show(visit, person, [{ at: '', message: ownFactor }]);
    const entry = { at: now, personId: by.id, action: 'second factor ended', subject: person.email };
    await commitChange(db, endSecondFactorOf(person.id), entry);
    return back(visit, person, 'factor-ended');
  });

  change('/provider-link/end', async (visit, person) => {
    const { now, person: by } = visit;
    if (person.id === by.id) return show(visit, person, [{ at: '', message: ownProviderLink }]);
    await unlinkFromProvider(db, person, { providerId, by: by.id, at: now });
    return back(visit, person, 'unlinked');
  });

  /** Where the email to the person is, if an administrator has to send it by hand. */
  const draftFor = async ({ id }: Listed) => {
    const cause = causeOf('person', id);
    const drafts = await Promise.all(['invitation', 'reset'].map((kind) => latestAbout(db, kind, cause)));
    const [latest] = drafts.filter((one) => one !== undefined).toSorted((one, two) => two.createdAt - one.createdAt);
    return latest && emailPath(latest);
  };
}

const nothingTyped = { role: '', scope: '' };

const leftAlready = 'Their access has ended. Let them back in first.';
const ownAccess = 'You cannot end your own access. Another administrator can.';
const ownLink = 'You change your own password on your account’s page, with the one until now.';
const ownFactor = 'You switch off your own second step on your account’s page, with your password.';
const ownProviderLink = 'You cannot unlink your own account. Another administrator can.';
const ownGrant = 'You cannot give yourself a role. Another administrator can.';
const ownRole = 'You cannot end your own role of administrator. Another administrator can.';
const lastAdministrator =
  'This is the last administrator, and without one nobody could be invited. Make somebody else an administrator first.';
