import { resultsTexts } from '@heart-survey/shared/results/results';
import type { Console } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { PlanProgressOf } from '../figures/figures.ts';
import { agencyIn, publicTextsIn, readSettings } from '../org/org.ts';
import { previewPath, readPreview } from '../publishing/publishing.ts';
import type { Languages } from '../survey/survey.ts';
import { quarterPage } from './quarter-page.ts';

export interface PreviewRoutes {
  db: Database;
  planProgressOf: PlanProgressOf;
  languages: Languages;
}

/** A quarter's public page before it is published, for those who publish it. */
export function previewRoutes(frame: Console, { db, planProgressOf, languages }: PreviewRoutes): void {
  const path = previewPath({ slug: ':department' }, { id: ':quarter' });
  frame.get(path, { of: 'department', action: 'publishing' }, async (visit) => {
    const { c, department, now } = visit;
    const quarter = department.calendar.byId(c.req.param('quarter') ?? '');
    const chosen = new Set(c.req.queries('action'));
    const published = quarter && (await readPreview(db, planProgressOf, { department, quarter, chosen, now }));
    const shown = published?.quarters.find((one) => one.quarter.id === quarter?.id);
    if (!published || !shown) return frame.notFound(c);
    const settings = await readSettings(db);
    const text = languages.choose(c);
    return c.html(
      quarterPage({
        text,
        texts: resultsTexts(text),
        languages,
        agency: agencyIn(settings),
        own: publicTextsIn(settings, text.tag),
        published,
        shown,
      }),
    );
  });
}
