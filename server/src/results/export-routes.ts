import { startedQuarter, type Console, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { sendFile } from '../http/file.ts';
import { exportEntry, type Download } from './export-entry.ts';
import { quarterFigures, type PlansOf, publishedFigures } from '../figures/figures.ts';
import { averagesFile, responsesFile } from './files.ts';

export interface ExportRoutes {
  db: Database;
  plansOf: PlansOf;
}

const mayExport = { of: 'department', action: 'exports' } as const;
const closedResults = { of: 'department', action: 'closed results' } as const;
const quarterPath = '/console/departments/:department/quarters/:quarter';

/** The files of a quarter: for the department's own staff, and for the executive office with small groups withheld. */
export function exportRoutes(frame: Console, { db, plansOf }: ExportRoutes): void {
  const recordDownload = (visit: Visit, download: Omit<Download, 'by'>) => {
    const { personId: _, ...entry } = exportEntry({ ...download, by: 'console' });
    return frame.audit(visit, entry);
  };

  for (const type of ['csv', 'xlsx'] as const) {
    frame.get(`${quarterPath}/averages.${type}`, mayExport, (visit) =>
      sendFile(visit.c, visit.person.id, async () => {
        const { department } = visit;
        const quarter = startedQuarter(visit, department);
        if (!quarter) return frame.notFound(visit.c);
        const figures = await quarterFigures(db, plansOf, department, quarter);
        await recordDownload(visit, { what: 'averages', type, department, quarter });
        return averagesFile(figures, { department, quarter, type, at: visit.now });
      }),
    );

    frame.get(`/console/agency/:department/:quarter/averages.${type}`, closedResults, (visit) =>
      sendFile(visit.c, visit.person.id, async () => {
        const { c, department } = visit;
        const quarter = startedQuarter(visit, department);
        const figures = quarter && (await publishedFigures(db, plansOf, department, quarter));
        if (figures === undefined) return frame.notFound(c);
        const asked = { department, quarter: quarter!, type };
        await recordDownload(visit, { what: 'averages', ...asked });
        return averagesFile(figures, { ...asked, at: visit.now });
      }),
    );
  }

  frame.get(`${quarterPath}/responses.csv`, mayExport, (visit) =>
    sendFile(visit.c, visit.person.id, async () => {
      const { department } = visit;
      const quarter = startedQuarter(visit, department);
      if (!quarter) return frame.notFound(visit.c);
      await recordDownload(visit, { what: 'responses', type: 'csv', department, quarter });
      return responsesFile(db, { department, quarter, at: visit.now });
    }),
  );
}
