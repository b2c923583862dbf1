import { auditedIfChanged } from '../audit/audit.ts';
import { departmentsFor, type Console, type Visit } from '../console/console.ts';
import { commit, type Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { signaturesPath } from '../directory/directory.ts';
import type { Department, Region } from '../org/org.ts';
import { causeOf, type Outbox } from '../outbox/outbox.ts';
import { everyonePage, regionPage, regionsPage } from './console-pages.ts';
import {
  countsByRegion,
  latestEmails,
  markEmailed,
  recipientById,
  recipientsOf,
  signatureKind,
  type Recipient,
} from './queries.ts';

interface SignatureConsole {
  db: Database;
  outbox: Outbox;
}

const rule = { of: 'region', action: 'signatures' } as const;
const path = '/console/departments/:department/signatures';
const day = 24 * 60 * 60 * 1000;
/** A commit takes at most this many employees, so that a large region does not hold up responses. */
const perCommit = 100;

/** Where an ambassador emails employees their signatures. */
export function signatureConsole(frame: Console, options: SignatureConsole): void {
  frame.navItem({
    group: 'Work',
    label: 'Signatures',
    href: (person, organization) => {
      const [first] = departmentsFor(person, 'signatures', organization);
      return first && signaturesPath(first);
    },
  });
  listRoutes(frame, options);
  oneEmployee(frame, options);
  everyEmployee(frame, options);
}

function listRoutes(frame: Console, { db, outbox }: SignatureConsole): void {
  frame.get(path, { of: 'department', action: 'signatures' }, async (visit) => {
    const { department, organization, person } = visit;
    const regions = organization.regions.filter(
      (region) => region.department.id === department.id && region.retiredAt === null,
    );
    const counts = await countsByRegion(
      db,
      regions.map(({ id }) => id),
    );
    const departments = departmentsFor(person, 'signatures', organization);
    return frame.page(visit, regionsPage({ department, departments, regions, counts }));
  });

  frame.get(`${path}/:region`, rule, async (visit) => {
    const { region } = visit;
    const employees = await recipientsOf(db, region.id);
    const emails = await latestEmails(
      db,
      employees.map(({ id }) => id),
    );
    const shown = { region, employees, emails, hasServer: outbox.hasServer, notice: visit.c.req.query('notice') };
    return frame.page(visit, regionPage(shown));
  });
}

function oneEmployee(frame: Console, options: SignatureConsole): void {
  const { db, outbox } = options;
  frame.post(`${path}/:region/employees/:employee`, rule, async (visit) => {
    const { c, department, region, form } = visit;
    const employee = await recipientById(db, Number(c.req.param('employee')));
    if (!employee || employee.regionId !== region.id || employee.address === null) return frame.notFound(c);
    if (region.retiredAt !== null) return frame.notFound(c);
    // A second press, or a page that is out of date, names an earlier time and changes nothing.
    const seen = /^\d{1,15}$/.test(form.text('seen')) ? Number(form.text('seen')) : null;
    const [marked] = await commit(db, emailed(options, visit, { ...employee, emailedAt: seen }));
    outbox.wake();
    const notice = marked!.rowsAffected > 0 ? 'queued' : 'already';
    return c.redirect(`${signaturesPath(department, region.slug)}?notice=${notice}`, 303);
  });
}

function everyEmployee(frame: Console, options: SignatureConsole): void {
  const { db, outbox } = options;
  const split = async (region: Region, now: number) => {
    const employees = await recipientsOf(db, region.id);
    const reachable = employees.filter(({ address }) => address !== null);
    const isRecent = ({ emailedAt }: Recipient) => emailedAt !== null && emailedAt > now - day;
    return {
      due: reachable.filter((one) => !isRecent(one)),
      recent: reachable.filter(isRecent),
      without: employees.filter(({ address }) => address === null),
    };
  };

  frame.get(`${path}/:region/everyone`, rule, async (visit) => {
    const { region, now } = visit;
    return frame.page(visit, everyonePage({ region, at: now, ...(await split(region, now)) }));
  });

  frame.post(`${path}/:region/everyone`, rule, async (visit) => {
    const { c, department, region, now, form } = visit;
    if (region.retiredAt !== null) return frame.notFound(c);
    const people = await split(region, now);
    const confirmedAt = Number(form.text('at'));
    const due = people.due.filter(({ emailedAt }) => emailedAt === null || emailedAt <= confirmedAt);
    // What was confirmed is an exact number of emails. If it is another one by now, the page asks again.
    if (String(due.length) !== form.text('due')) {
      const isSent = people.due.length === 0;
      if (isSent) return c.redirect(`${signaturesPath(department, region.slug)}?notice=already`, 303);
      return frame.page(visit, everyonePage({ region, at: now, ...people, hasChanged: true }), 409);
    }
    for (let from = 0; from < due.length; from += perCommit) {
      await commit(
        db,
        due.slice(from, from + perCommit).flatMap((employee) => emailed(options, visit, employee)),
      );
    }
    outbox.wake();
    const notice = due.length > 0 ? 'everyone' : 'already';
    return c.redirect(`${signaturesPath(department, region.slug)}?notice=${notice}`, 303);
  });
}

/** Queues the email with its audit entry, unless the employee was emailed since they were read. */
function emailed(
  { outbox }: SignatureConsole,
  { person, now, department }: Visit & { department: Department },
  { id, name, address, emailedAt }: Recipient,
): Statement[] {
  const cause = causeOf('employee', String(id));
  const email = { kind: signatureKind, cause, madeBy: person.id, departmentId: department.id };
  const entry = { personId: person.id, action: 'signature emailed', subject: address ?? name };
  return [
    markEmailed(id, emailedAt, now),
    auditedIfChanged({ ...entry, departmentId: department.id }, now),
    outbox.queue(email, now, 'unchanged').statement,
  ];
}
