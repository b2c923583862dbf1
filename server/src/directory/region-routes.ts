import { audited, type AuditEntry } from '../audit/audit.ts';
import type { Console, Visit } from '../console/console.ts';
import type { FieldError } from '../pages/fields.ts';
import { commit, isConstraint, type Database } from '../database/database.ts';
import { alone } from '../database/statement.ts';
import type { Form } from '../http/form.ts';
import { findBySlug, type Department, type Region } from '../org/org.ts';
import { regionAdded, regionRenamed } from './changes.ts';
import { newRegionPage, regionPage } from './region-page.ts';
import { insertRegion, update, type RegionChanges } from './queries.ts';
import { readRegion, type Fields } from './records.ts';
import { anyDepartment, anyRegion, regionPath, rules, type DirectoryRoutes } from './paths.ts';
import { teamsOf } from './team-queries.ts';
import { teamRoutes } from './team-routes.ts';

type RegionVisit = Visit & { region: Region };
type RegionForm = RegionVisit & { form: Form };

/** Shows a region's page, with what was typed if it was rejected: the region's name, or the name of a new team. */
export type ShowRegion = (
  visit: RegionVisit,
  rejected?: { errors: FieldError[]; name?: string; team?: string },
) => Promise<Response>;

/** Adding a region, renaming it, retiring it, and restoring it; and its teams. */
export function regionRoutes(frame: Console, { db, baseUrl }: DirectoryRoutes): void {
  const adding = `${anyDepartment}/regions/new`;
  frame.get(adding, rules.department, (visit) => showNew(frame, visit, () => '', []));
  frame.post(adding, rules.department, addRegion(frame, db));

  const show = regionShower(frame, db, baseUrl);
  frame.get(anyRegion, rules.region, (visit) => show(visit));
  frame.post(anyRegion, rules.region, renameRegion(db, show));
  frame.post(`${anyRegion}/retirement`, rules.region, retireRegion(db, show));
  frame.post(`${anyRegion}/return`, rules.region, restoreRegion(db));
  teamRoutes(frame, db, show);
}

type DepartmentVisit = Visit & { department: Department };

function showNew(frame: Console, visit: DepartmentVisit, field: Fields, errors: FieldError[]) {
  const page = newRegionPage({ department: visit.department, field, errors });
  return frame.page(visit, page, errors.length > 0 ? 400 : 200);
}

function addRegion(frame: Console, db: Database) {
  return async (visit: DepartmentVisit & { form: Form }) => {
    const { form, person, now, c, organization, department } = visit;
    const field: Fields = (name) => form.text(name);
    const read = readRegion(field);
    if ('errors' in read) return showNew(frame, visit, field, read.errors);
    const { slug } = read.record;
    const taken = [{ at: 'slug', message: 'Another region already uses this short name.' }];
    if (findBySlug(organization.regions, slug)) return showNew(frame, visit, field, taken);
    try {
      await commit(db, [
        alone(insertRegion(department.slug, read.record)),
        audited({ personId: person.id, ...regionAdded(department, read.record) }, now),
      ]);
    } catch (error) {
      // Someone else added it at the same moment.
      if (!isConstraint(error)) throw error;
      return showNew(frame, visit, field, taken);
    }
    return c.redirect(`${regionPath({ slug })}?notice=added`, 303);
  };
}

function regionShower(frame: Console, db: Database, baseUrl: string): ShowRegion {
  return async (visit, { errors, name = visit.region.name, team = '' } = { errors: [] }) => {
    const { region, c } = visit;
    const teams = await teamsOf(db, region.id);
    const notice = c.req.query('notice');
    const page = regionPage({ region, others: othersOf(visit), baseUrl, errors, name, teams, team, notice });
    return frame.page(visit, page, errors.length > 0 ? 400 : 200);
  };
}

/** The other regions of the department that are not retired. */
function othersOf({ region, organization }: RegionVisit): Region[] {
  return organization.regions.filter(
    ({ department, id, retiredAt }) => department.id === region.department.id && id !== region.id && retiredAt === null,
  );
}

function renameRegion(db: Database, show: ShowRegion) {
  return async (visit: RegionForm) => {
    const { form, region } = visit;
    const read = readRegion((name) => (name === 'slug' ? region.slug : form.text(name)));
    if ('errors' in read) return show(visit, { errors: read.errors, name: form.text('name') });
    const { name } = read.record;
    if (name !== region.name) await change(db, visit, { name }, regionRenamed(region, name));
    return goTo(visit, 'saved');
  };
}

function retireRegion(db: Database, show: ShowRegion) {
  return async (visit: RegionForm) => {
    const { form, now, region } = visit;
    const asked = form.text('successor');
    const successor = findBySlug(othersOf(visit), asked);
    if (asked !== '' && !successor) {
      const message = 'Choose a region of the same department that is not retired.';
      return show(visit, { errors: [{ at: 'successor', message }] });
    }
    if (region.retiredAt === null) {
      const detail = { successor: successor?.slug ?? null };
      const entry = { action: 'region retired', subject: region.slug, departmentId: region.department.id, detail };
      await change(db, visit, { retiredAt: now, successorId: successor?.id ?? null }, entry);
    }
    return goTo(visit, 'retired');
  };
}

function restoreRegion(db: Database) {
  return async (visit: RegionForm) => {
    const { region } = visit;
    if (region.retiredAt !== null) {
      const entry = { action: 'region restored', subject: region.slug, departmentId: region.department.id };
      await change(db, visit, { retiredAt: null, successorId: null }, entry);
    }
    return goTo(visit, 'back');
  };
}

async function change(
  db: Database,
  { region, person, now }: RegionVisit,
  changes: RegionChanges,
  entry: Omit<AuditEntry, 'personId'>,
): Promise<void> {
  await commit(db, [alone(update('region', region.id, changes)), audited({ personId: person.id, ...entry }, now)]);
}

function goTo({ c, region }: RegionVisit, notice: string): Response {
  return c.redirect(`${regionPath(region)}?notice=${notice}`, 303);
}
