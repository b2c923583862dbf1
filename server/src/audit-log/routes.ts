import { dayFrom } from '@heart-survey/shared/dates';
import { can } from '../access/access.ts';
import type { Console, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { sendFile } from '../http/file.ts';
import { auditCsv } from './csv.ts';
import { auditPage, type Asked } from './pages.ts';
import { auditActions, auditLines, type Filter } from './queries.ts';
import { withoutResponseIds } from './response-ids.ts';

const path = '/console/audit';
const audit = { of: 'installation', action: 'audit' } as const;
const size = 50;
const day = 24 * 60 * 60 * 1000;

/** The audit log, for administrators. */
export function auditRoutes(frame: Console, { db, secret }: { db: Database; secret: string }): void {
  const source = { db, withoutIds: withoutResponseIds(secret) };
  frame.navItem({ group: 'Setup', label: 'Audit log', href: (person) => (can(person, 'audit') ? path : undefined) });

  frame.get(path, audit, async (visit) => {
    const asked = askedIn(visit);
    const before = Number(visit.c.req.query('before'));
    const [found, actions] = await Promise.all([
      auditLines(source, filterOf(asked), Number.isSafeInteger(before) && before > 0 ? before : undefined, size + 1),
      auditActions(db),
    ]);
    const lines = found.slice(0, size);
    const older = found.length > size ? lines.at(-1)!.id : undefined;
    return frame.page(visit, auditPage({ lines, actions, asked, older, zone: zoneOf(visit), isFirst: !(before > 0) }));
  });

  frame.get(`${path}.csv`, audit, (visit) =>
    sendFile(visit.c, visit.person.id, async () => {
      const asked = askedIn(visit);
      await frame.audit(visit, { action: 'audit exported', subject: 'audit', detail: { ...asked } });
      return { name: 'audit', type: 'csv', body: auditCsv(source, filterOf(asked), zoneOf(visit)) };
    }),
  );
}

function askedIn(visit: Visit): Asked {
  const query = (name: string) => (visit.c.req.query(name) ?? '').trim().slice(0, 200);
  return { who: query('who'), action: query('action'), from: query('from'), to: query('to'), zone: zoneOf(visit) };
}

function filterOf({ who, action, from, to, zone }: Asked): Filter {
  const start = (text: string) => dayFrom(text)?.startIn(zone);
  const end = start(to);
  // The last day is included; on the day of a clock change this is an hour off.
  return { who, action, from: start(from), to: end === undefined ? undefined : end + day };
}

/** Times are in the first department's zone. */
function zoneOf({ organization }: Visit): string {
  return organization.departments[0]?.zone ?? 'UTC';
}
