import type { Console } from '../console/console.ts';
import { letterDocument } from '../letters/letters.ts';
import { refusedPage, sendReport } from '../reports/reports.ts';
import { findCase, oneCase, type CaseRoutes } from './case-visit.ts';
import { keptLetter } from './kept-letter.ts';
import { letterPage } from './letter-page.ts';
import { workers } from './list-routes.ts';

const ending = '.pdf';

/** A letter as it was sent: as a page to print from the browser, and with `.pdf` behind its id as a PDF. */
export function letterRoutes(frame: Console, { db, typesetter }: CaseRoutes): void {
  frame.get(`${oneCase}/letters/:letter`, workers, async (visit) => {
    const { c, person } = visit;
    const page = await findCase(db, visit);
    const asked = c.req.param('letter') ?? '';
    const isPdf = asked.endsWith(ending);
    const letter = page && (await keptLetter(db, page, isPdf ? asked.slice(0, -ending.length) : asked));
    if (!page || !letter) return frame.notFound(c);
    if (!isPdf) return frame.page(visit, letterPage(page.file, letter));
    // Nothing is audited: an entry would tell people who do not see the case that there is one.
    return sendReport({ c, who: person.id, typesetter, refuse: refusedPage }, async () => ({
      name: `${page.file.reference}-${letter.day}`,
      document: () => letterDocument(letter, letter.content),
      record: async () => {},
    }));
  });
}
