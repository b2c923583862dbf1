import { resultsTexts } from '@heart-survey/shared/results/results';
import { html } from 'hono/html';
import type { Console } from '../console/console.ts';
import { agencyIn, publicTextsIn, readSettings } from '../org/org.ts';
import { previewPath, publishingPath, readPreview, type OfferReaders } from '../publishing/publishing.ts';
import type { Markup } from '../pages/page.ts';
import type { Languages } from '../survey/survey.ts';
import { quarterPage } from './quarter-page.ts';

export interface PreviewRoutes extends OfferReaders {
  languages: Languages;
}

/** A quarter's public page before it is published, for those who publish it. */
export function previewRoutes(frame: Console, { languages, ...readers }: PreviewRoutes): void {
  const path = previewPath({ slug: ':department' }, { id: ':quarter' });
  frame.get(path, { of: 'department', action: 'publishing' }, async (visit) => {
    const { c, department } = visit;
    const quarter = department.calendar.byId(c.req.param('quarter') ?? '');
    const chosen = { actions: new Set(c.req.queries('action')), standards: new Set(c.req.queries('standard')) };
    const published = quarter && (await readPreview(readers, visit, { department, quarter, chosen }));
    const shown = published?.quarters.find((one) => one.quarter.id === quarter?.id);
    if (!quarter || !published || !shown) return frame.notFound(c);
    const settings = await readSettings(readers.db);
    const text = languages.choose(c);
    return c.html(
      quarterPage({
        text,
        texts: resultsTexts(text),
        languages,
        agency: agencyIn(settings),
        own: publicTextsIn(settings, text.tag),
        published,
        comparisons: visit.organization.departments.length,
        shown,
        preview: {
          notice: noticeOf(publishingPath(department, quarter)),
          hrefOf: (tag) => {
            const query = new URLSearchParams({ lang: tag });
            for (const action of chosen.actions) query.append('action', action);
            for (const standard of chosen.standards) query.append('standard', standard);
            return `${previewPath(department, quarter)}?${query.toString()}`;
          },
        },
      }),
    );
  });
}

/** On the page itself, which otherwise looks published. Staff pages are in English. */
function noticeOf(back: string): Markup {
  return html`<section class="notice" lang="en" dir="ltr" aria-label="Preview">
    <p>
      <b>This is a preview.</b> Only people who publish for this department see it. It shows what everyone will see
      after you publish. Links to the files of this quarter work only then.
    </p>
    <p><a href="${back}">Back to publishing</a></p>
  </section>`;
}
