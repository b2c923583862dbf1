import { Readable } from 'node:stream';
import type { Console, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { fileHeaders } from '../http/csv.ts';
import type { Department } from '../survey/survey.ts';
import { begun } from './asked.ts';
import { averagesCsv, responsesCsv } from './csv.ts';
import { exportDeed, type Taken } from './export-deed.ts';
import { quarterFigures, type PlansOf, type PublishedFigures } from './figures.ts';
import { publishedFigures } from './outside.ts';
import { averagesXlsx } from './xlsx.ts';

export interface ExportRoutes {
  db: Database;
  plansOf: PlansOf;
}

const mayExport = { of: 'department', action: 'exports' } as const;
const closedResults = { of: 'installation', action: 'closed results' } as const;
const quarterPath = '/console/departments/:department/quarters/:quarter';

/** The files of a quarter, for those who work in the department and, small groups withheld, for the executive office. */
export function exportRoutes(frame: Console, { db, plansOf }: ExportRoutes): void {
  const takenAway = (visit: Visit, taken: Omit<Taken, 'by'>) => {
    const { personId: _, ...deed } = exportDeed({ ...taken, by: 'console' });
    return frame.audit(visit, deed);
  };

  for (const type of ['csv', 'xlsx'] as const) {
    frame.get(`${quarterPath}/averages.${type}`, mayExport, async (visit) => {
      const { department } = visit;
      const quarter = begun(visit, department);
      if (!quarter) return frame.notFound(visit.c);
      const figures = await quarterFigures(db, plansOf, department, quarter);
      await takenAway(visit, { what: 'averages', type, department, quarter });
      return averages(visit.c, figures, department, visit.now, type);
    });

    frame.get(`/console/agency/:department/:quarter/averages.${type}`, closedResults, async (visit) => {
      const { c, directory } = visit;
      const department = directory.departments.find(({ slug }) => slug === c.req.param('department'));
      const quarter = department && begun(visit, department);
      const figures = quarter && (await publishedFigures(db, plansOf, department, quarter));
      if (figures === undefined) return frame.notFound(c);
      await takenAway(visit, { what: 'averages', type, department: department!, quarter: quarter! });
      return averages(c, figures, department!, visit.now, type);
    });
  }

  frame.get(`${quarterPath}/responses.csv`, mayExport, async (visit) => {
    const { c, department } = visit;
    const quarter = begun(visit, department);
    if (!quarter) return frame.notFound(c);
    await takenAway(visit, { what: 'responses', type: 'csv', department, quarter });
    const rows = Readable.toWeb(responsesCsv(db, department, quarter.id)) as ReadableStream<Uint8Array>;
    return c.body(rows, 200, fileHeaders(`${department.slug}-${quarter.id}-responses`, 'csv'));
  });
}

async function averages(
  c: { body: (data: string | Uint8Array<ArrayBuffer>, status: 200, headers: Record<string, string>) => Response },
  figures: PublishedFigures,
  department: Department,
  at: number,
  type: 'csv' | 'xlsx',
): Promise<Response> {
  const file = type === 'csv' ? averagesCsv(figures) : await averagesXlsx(figures, department, at);
  return c.body(file, 200, fileHeaders(`${figures.department}-${figures.quarter.id}-averages`, type));
}
