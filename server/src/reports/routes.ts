import type { Quarter } from '@heart-survey/shared/quarters';
import type { Context } from 'hono';
import { startedQuarter, type Console, type Visit } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import { exportEntry, type Download } from '../results/results.ts';
import { agencyDocument, agencyDownload, readAgencyReport } from './agency-report.ts';
import { textsFor } from './languages.ts';
import { quarterDocument } from './quarter-document.ts';
import { readQuarterReport, type Edition, type ReportReaders } from './quarter-report.ts';
import { refusedPage, sendReport } from './send.ts';
import type { Typesetter } from './typesetter.ts';

export interface ReportRoutes extends ReportReaders {
  typesetter: Typesetter;
}

const mayExport = { of: 'department', action: 'exports' } as const;
const closedDepartment = { of: 'department', action: 'closed results' } as const;
const closedResults = { of: 'installation', action: 'closed results' } as const;

/** What to answer for a quarter that is not closed. */
type IfOpen = (c: Context, department: Department, quarter: Quarter) => Response | Promise<Response>;

/** The quarter's page, which has no link to a report yet. */
const toQuarter: IfOpen = (c, { slug }, { id }) => c.redirect(`/console/departments/${slug}/quarters/${id}`, 303);

/** The reports as PDF: a department's for its own staff, and those that may leave it for the executive office. */
export function reportRoutes(frame: Console, options: ReportRoutes): void {
  const quarterReport = quarterReportOf(frame, options);
  frame.get('/console/departments/:department/quarters/:quarter/report.pdf', mayExport, (visit) =>
    quarterReport(visit, visit.c.req.query('edition') === 'outside' ? 'outside' : 'inside', toQuarter),
  );
  // Executives get no other edition.
  frame.get('/console/agency/:department/:quarter/report.pdf', closedDepartment, (visit) =>
    quarterReport(visit, 'outside', (c) => frame.notFound(c)),
  );
  frame.get('/console/agency/report.pdf', closedResults, (visit) => agencyReport(frame, options, visit));
}

function quarterReportOf(frame: Console, options: ReportRoutes) {
  return (visit: Visit & { department: Department }, edition: Edition, ifOpen: IfOpen) =>
    send(visit, options, async () => {
      const { c, department } = visit;
      const quarter = startedQuarter(visit, department);
      if (quarter === undefined) return frame.notFound(c);
      const report = await readQuarterReport(options, { department, quarter, edition });
      if (report === undefined) return ifOpen(c, department, quarter);
      const texts = textsFor(c.req.query('lang'));
      const more = { edition, language: texts.language };
      return {
        name: reportName(report),
        document: () => quarterDocument(report, texts),
        record: () => record(frame, visit, { what: 'report', department, quarter: report.quarter, more }),
      };
    });
}

function agencyReport(frame: Console, options: ReportRoutes, visit: Visit): Promise<Response> {
  return send(visit, options, async () => {
    const texts = textsFor(visit.c.req.query('lang'));
    const report = await readAgencyReport(options, visit.organization.departments);
    return {
      name: 'all-departments-report',
      document: () => agencyDocument(report, texts),
      record: () => record(frame, visit, agencyDownload(report, texts)),
    };
  });
}

function send({ c, person }: Visit, { typesetter }: ReportRoutes, make: Parameters<typeof sendReport>[1]) {
  return sendReport({ c, who: person.id, typesetter, refuse: refusedPage }, make);
}

function record(frame: Console, visit: Visit, download: Omit<Download, 'by' | 'type'>): Promise<void> {
  const { personId: _, ...entry } = exportEntry({ ...download, type: 'pdf', by: 'console' });
  return frame.audit(visit, entry);
}

/** The file's name, without its extension. */
export function reportName({
  department,
  quarter,
  edition,
}: {
  department: { slug: string };
  quarter: { id: string };
  edition: Edition;
}): string {
  return `${department.slug}-${quarter.id}-report${edition === 'outside' ? '-outside' : ''}`;
}
