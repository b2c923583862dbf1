import type { Quarter } from '@heart-survey/shared/quarters';
import { startedQuarter, type Console, type Visit } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import { exportEntry } from '../results/results.ts';
import { textsFor } from './languages.ts';
import { readQuarterReport, type QuarterReport, type ReportReaders } from './quarter-report.ts';
import { refusedPage, sendReport } from './send.ts';
import { maxQuotes, shareOutDocument, type ShareableComment, type ShareableOf } from './share-out.ts';
import { shareOutPage, type ShareOutPage } from './share-out-page.ts';
import type { Typesetter } from './typesetter.ts';

export interface ShareOutRoutes extends ReportReaders {
  shareableOf: ShareableOf;
  typesetter: Typesetter;
}

const mayExport = { of: 'department', action: 'exports' } as const;
const path = '/console/departments/:department/quarters/:quarter/share-out';

interface Found {
  report: QuarterReport;
  comments: ShareableComment[];
}

/** The page for the wall: choosing its comments, and the PDF. */
export function shareOutRoutes(frame: Console, options: ShareOutRoutes): void {
  const show = (visit: Visit, { report, comments }: Found, more: Pick<ShareOutPage, 'chosen' | 'errors'>) => {
    const { department, quarter } = report;
    const language = visit.c.req.query('lang');
    return frame.page(
      visit,
      shareOutPage({ department, quarter, comments, language, ...more }),
      more.errors ? 400 : 200,
    );
  };

  frame.get(path, mayExport, async (visit) => {
    const quarter = startedQuarter(visit, visit.department);
    if (!quarter) return frame.notFound(visit.c);
    const found = await find(options, visit.department, quarter);
    return found ? show(visit, found, { chosen: [] }) : visit.c.redirect(pageOf(visit.department, quarter), 303);
  });

  frame.get(`${path}.pdf`, mayExport, (visit) =>
    sendReport({ ...options, c: visit.c, who: visit.person.id, refuse: refusedPage }, async () => {
      const { c, department } = visit;
      const quarter = startedQuarter(visit, department);
      if (!quarter) return frame.notFound(c);
      const found = await find(options, department, quarter);
      if (!found) return c.redirect(pageOf(department, quarter), 303);
      const chosen = c.req.queries('quote') ?? [];
      const quotes = found.comments.filter(({ id }) => chosen.includes(id));
      if (quotes.length > maxQuotes) {
        const message = `Choose up to ${maxQuotes} comments. You chose ${quotes.length}.`;
        return show(visit, found, { chosen, errors: [{ at: 'quote', message }] });
      }
      const texts = textsFor(c.req.query('lang'));
      const { personId: _, ...entry } = exportEntry({
        what: 'share-out sheet',
        type: 'pdf',
        department,
        quarter,
        by: 'console',
        more: { language: texts.language },
      });
      return {
        name: `${department.slug}-${quarter.id}-share-out`,
        document: () => shareOutDocument(found.report, quotes, texts),
        record: () => frame.audit(visit, entry),
      };
    }),
  );
}

const pageOf = ({ slug }: Department, { id }: Quarter) => `/console/departments/${slug}/quarters/${id}`;

/** The figures that may leave the department, and the comments of the regions that are shown. */
async function find(options: ShareOutRoutes, department: Department, quarter: Quarter): Promise<Found | undefined> {
  const report = await readQuarterReport(options, { department, quarter, edition: 'outside' });
  if (report === undefined) return undefined;
  const shown = report.figures.regions.filter(({ status }) => status !== 'suppressed');
  const comments = await options.shareableOf(department, quarter, new Set(shown.map(({ region }) => region)));
  return { report, comments };
}
