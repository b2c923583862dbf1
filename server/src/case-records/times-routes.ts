import { audited } from '../audit/audit.ts';
import { kinds, timesPath, type CaseKind } from '../cases/cases.ts';
import { departmentsFor, type Console, type Visit } from '../console/console.ts';
import { commit, type Database } from '../database/database.ts';
import { statement } from '../database/statement.ts';
import type { Department } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import type { Backups } from './backups-note.ts';
import { readTimes } from './times-form.ts';
import { timesPage, timesReadPath } from './times-page.ts';
import { timesOf, type Times } from './times.ts';

const setup = { of: 'department', action: 'case setup' } as const;

type Visited = Visit & { department: Department };

interface Rejected {
  typed: (name: string) => string;
  errors: FieldError[];
}

/** The page of how long a department's cases are kept: administrators set it, and case managers can read it. */
export function timesRoutes(frame: Console, { db, backups }: { db: Database; backups: Backups }): void {
  const path = timesPath({ slug: ':department' });
  const show = async (visit: Visited, mayEdit: boolean, rejected?: Rejected) => {
    const { c, department, person, organization } = visit;
    const page = timesPage({
      department,
      departments: departmentsFor(person, mayEdit ? 'case setup' : 'cases', organization),
      times: await timesOf(db, department.id),
      mayEdit,
      typed: rejected?.typed,
      backups,
      errors: rejected?.errors ?? [],
      notice: rejected ? undefined : c.req.query('notice'),
    });
    return frame.page(visit, page, rejected ? 400 : 200);
  };
  frame.get(path, setup, (visit) => show(visit, true));
  frame.get(timesReadPath({ slug: ':department' }), { of: 'department', action: 'cases' }, (visit) =>
    show(visit, false),
  );

  frame.post(path, setup, async (visit) => {
    const { c, form, department, person, now } = visit;
    const typed = (name: string) => form.text(name);
    const read = readTimes(typed);
    if ('errors' in read) return show(visit, true, { typed, errors: read.errors });
    const before = await timesOf(db, department.id);
    const changed = kinds.filter((kind) => inWords(before.get(kind)!) !== inWords(read.times.get(kind)!));
    if (changed.length > 0) {
      const detail = Object.fromEntries(
        changed.map((kind) => [kind, [inWords(before.get(kind)!), inWords(read.times.get(kind)!)]]),
      );
      const of = { departmentId: department.id, by: person.id, now };
      await commit(db, [
        ...changed.map((kind) => keep(kind, read.times.get(kind)!, of)),
        audited(
          {
            personId: person.id,
            action: 'case times changed',
            subject: department.slug,
            departmentId: department.id,
            detail,
          },
          now,
        ),
      ]);
    }
    return c.redirect(`${timesPath(department)}?notice=saved`, 303);
  });
}

/** `24, 60, 12, GS-12`. */
const inWords = ({ minMonths, maxMonths, contactMonths, authority }: Times) =>
  [minMonths, maxMonths, contactMonths, authority ?? '–'].join(', ');

function keep(
  kind: CaseKind,
  { minMonths, maxMonths, contactMonths, authority }: Times,
  of: { departmentId: number; by: string; now: number },
) {
  return statement(
    `INSERT INTO case_retention
        (department_id, kind, min_months, max_months, contact_months, authority, updated_at, updated_by)
      VALUES (:departmentId, :kind, :minMonths, :maxMonths, :contactMonths, :authority, :now, :by)
      ON CONFLICT (department_id, kind) DO UPDATE SET min_months = excluded.min_months, max_months = excluded.max_months,
        contact_months = excluded.contact_months, authority = excluded.authority, updated_at = excluded.updated_at,
        updated_by = excluded.updated_by`,
    { kind, minMonths, maxMonths, contactMonths, authority, ...of },
  );
}
