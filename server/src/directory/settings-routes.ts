import { audited } from '../audit/audit.ts';
import type { Console, Visit } from '../console/console.ts';
import type { FieldError } from '../pages/fields.ts';
import { commit } from '../database/database.ts';
import {
  agencySettings,
  problemOfSetting,
  readAgency,
  settingOf,
  writeSetting,
  type AgencySetting,
} from '../org/org.ts';
import { settingsPage } from './settings-page.ts';
import type { DirectoryRoutes } from './paths.ts';

const path = '/console/settings';
const maySet = { of: 'installation', action: 'settings' } as const;
const names = Object.keys(agencySettings) as AgencySetting[];

/** The settings about the agency, which the survey's pages show. */
export function settingsRoutes(frame: Console, { db }: DirectoryRoutes): void {
  const show = (visit: Visit, given: Partial<Record<AgencySetting, string>>, errors: FieldError[] = []) =>
    frame.page(
      visit,
      settingsPage({ given, errors, notice: visit.c.req.query('notice') }),
      errors.length > 0 ? 400 : 200,
    );

  frame.get(path, maySet, async (visit) => show(visit, await readAgency(db)));

  frame.post(path, maySet, async (visit) => {
    const { form, person, now, c } = visit;
    const given = Object.fromEntries(names.map((name) => [name, settingOf(form.text(name))]));
    const errors = names.flatMap((at) => {
      const message = problemOfSetting(at, given[at]!);
      return message === undefined ? [] : [{ at, message }];
    });
    if (errors.length > 0) return show(visit, given, errors);
    const before = await readAgency(db);
    const changed = names.filter((name) => (before[name] ?? '') !== given[name]);
    if (changed.length > 0) {
      const detail = Object.fromEntries(changed.map((name) => [name, [before[name] ?? null, given[name] || null]]));
      await commit(db, [
        ...changed.map((name) => writeSetting(name, given[name] || null)),
        audited({ personId: person.id, action: 'settings changed', subject: 'installation', detail }, now),
      ]);
    }
    return c.redirect(`${path}?notice=saved`, 303);
  });
}
