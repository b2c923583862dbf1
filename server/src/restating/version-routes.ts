import { makerInWords } from '../closing/closing.ts';
import { startedQuarter, type Console } from '../console/console.ts';
import { frozenFigures, snapshotsOf } from '../figures/figures.ts';
import { restatingPath } from './paths.ts';
import { can } from '../access/access.ts';
import { type RestatingOptions } from './restating-visit.ts';
import { versionPage, versionsPage, type VersionShown } from './version-pages.ts';

const path = '/console/departments/:department/quarters/:quarter/versions';
const rule = { of: 'department', action: 'results' } as const;

/** The versions of a closed quarter, which stay readable inside the department (docs/design.md §3.9). */
export function versionRoutes(frame: Console, { db }: Pick<RestatingOptions, 'db'>): void {
  const read = async (departmentId: number, quarter: string): Promise<VersionShown[]> => {
    const rows = await snapshotsOf(db, departmentId, [quarter]);
    return Promise.all(
      rows.map(async (row) => ({ row, figures: frozenFigures(row), by: await makerInWords(db, row.closedBy) })),
    );
  };
  frame.get(path, rule, async (visit) => {
    const { department, person, c } = visit;
    const quarter = startedQuarter(visit, department);
    if (!quarter) return frame.notFound(c);
    const versions = await read(department.id, quarter.id);
    const mayRestate = can(person, 'restating', { departmentId: department.id });
    const restating = mayRestate ? restatingPath(department, quarter) : undefined;
    return frame.page(visit, versionsPage({ department, quarter, versions, restating, notice: c.req.query('notice') }));
  });
  frame.get(`${path}/:version`, rule, async (visit) => {
    const { department, c } = visit;
    const quarter = startedQuarter(visit, department);
    const versions = quarter ? await read(department.id, quarter.id) : [];
    const version = versions.find(({ row }) => String(row.version) === c.req.param('version'));
    if (!quarter || !version) return frame.notFound(c);
    return frame.page(visit, versionPage({ department, quarter, version, isLatest: version === versions.at(-1) }));
  });
}
