import { audited } from '../audit/audit.ts';
import type { Console, Visit } from '../console/console.ts';
import type { FieldMistake } from '../pages/fields.ts';
import { commit, isConstraint } from '../database/database.ts';
import { alone } from '../database/statement.ts';
import { regionAdded, regionRenamed } from './changes.ts';
import { regionPage, newRegionPage } from './pages.ts';
import { insertRegion, update } from './queries.ts';
import { readRegion } from './records.ts';
import { directoryPath, mayDirect, type DirectoryRoutes } from './paths.ts';

const path = `${directoryPath}/regions`;

export function regionRoutes(frame: Console, { db, baseUrl }: DirectoryRoutes): void {
  const adding = `${directoryPath}/departments/:slug/regions/new`;
  const departmentOf = ({ c, directory }: Visit) =>
    directory.departments.find(({ slug }) => slug === c.req.param('slug'));

  frame.get(adding, mayDirect, (visit) => {
    const department = departmentOf(visit);
    return department
      ? frame.page(visit, newRegionPage({ department, field: () => '', wrong: [] }))
      : frame.notFound(visit.c);
  });

  frame.post(adding, mayDirect, async (visit) => {
    const { form, person, now, c, directory } = visit;
    const department = departmentOf(visit);
    if (!department) return frame.notFound(c);
    const field = (name: string) => form.text(name);
    const refuse = (wrong: FieldMistake[]) => frame.page(visit, newRegionPage({ department, field, wrong }), 400);
    const read = readRegion(field);
    if ('wrong' in read) return refuse(read.wrong);
    const { slug } = read.record;
    const taken = [{ at: 'slug', message: 'Another region has that part of the address already.' }];
    if (directory.regions.some((region) => region.slug === slug)) return refuse(taken);
    const entry = regionAdded(department, read.record);
    try {
      await commit(db, [
        alone(insertRegion(department.slug, read.record)),
        audited({ personId: person.id, ...entry }, now),
      ]);
    } catch (error) {
      // Somebody else added it at the same moment.
      if (!isConstraint(error)) throw error;
      return refuse(taken);
    }
    return c.redirect(`${path}/${slug}?notice=added`, 303);
  });

  const regionOf = ({ c, directory }: Visit) => directory.regions.find(({ slug }) => slug === c.req.param('slug'));

  const show = (visit: Visit, wrong: FieldMistake[] = [], name?: string) => {
    const region = regionOf(visit)!;
    const others = visit.directory.regions.filter(
      ({ department, id, retiredAt }) =>
        department.id === region.department.id && id !== region.id && retiredAt === null,
    );
    const page = { region, others, baseUrl, wrong, name: name ?? region.name, notice: visit.c.req.query('notice') };
    return frame.page(visit, regionPage(page), wrong.length > 0 ? 400 : 200);
  };

  frame.get(`${path}/:slug`, mayDirect, (visit) => (regionOf(visit) ? show(visit) : frame.notFound(visit.c)));

  frame.post(`${path}/:slug`, mayDirect, async (visit) => {
    const { form, person, now, c } = visit;
    const region = regionOf(visit);
    if (!region) return frame.notFound(c);
    const read = readRegion((name) => (name === 'slug' ? region.slug : form.text(name)));
    if ('wrong' in read) return show(visit, read.wrong, form.text('name'));
    const { name } = read.record;
    if (name !== region.name) {
      const entry = regionRenamed(region, name);
      await commit(db, [alone(update('region', region.id, { name })), audited({ personId: person.id, ...entry }, now)]);
    }
    return c.redirect(`${path}/${region.slug}?notice=saved`, 303);
  });

  frame.post(`${path}/:slug/retirement`, mayDirect, async (visit) => {
    const { form, person, now, c, directory } = visit;
    const region = regionOf(visit);
    if (!region) return frame.notFound(c);
    const asked = form.text('successor');
    const successor = directory.regions.find(
      ({ slug, department, retiredAt }) =>
        slug === asked && department.id === region.department.id && retiredAt === null && slug !== region.slug,
    );
    if (asked !== '' && !successor) {
      return show(visit, [{ at: 'successor', message: 'Choose a region of the same department that is not retired.' }]);
    }
    if (region.retiredAt === null) {
      const detail = { successor: successor?.slug ?? null };
      const entry = { action: 'region retired', subject: region.slug, departmentId: region.department.id, detail };
      const changes = { retiredAt: now, successorId: successor?.id ?? null };
      await commit(db, [alone(update('region', region.id, changes)), audited({ personId: person.id, ...entry }, now)]);
    }
    return c.redirect(`${path}/${region.slug}?notice=retired`, 303);
  });

  frame.post(`${path}/:slug/return`, mayDirect, async (visit) => {
    const { person, now, c } = visit;
    const region = regionOf(visit);
    if (!region) return frame.notFound(c);
    if (region.retiredAt !== null) {
      const entry = { action: 'region brought back', subject: region.slug, departmentId: region.department.id };
      const changes = { retiredAt: null, successorId: null };
      await commit(db, [alone(update('region', region.id, changes)), audited({ personId: person.id, ...entry }, now)]);
    }
    return c.redirect(`${path}/${region.slug}?notice=back`, 303);
  });
}
