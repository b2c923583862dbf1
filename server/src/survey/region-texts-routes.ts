import { en } from '@heart-survey/shared/languages/en';
import type { RegionTexts } from '@heart-survey/shared/survey-form';
import { Hono } from 'hono';
import { findBySlug, type Organization } from '../org/org.ts';
import { groupQuestion } from './groups.ts';
import type { Languages } from './language.ts';
import { mayShowTexts } from './pages.ts';

export interface RegionTextsRoutes {
  organization: () => Promise<Organization>;
  languages: Languages;
}

/**
 * What a region's department adds to the element's form: the box below the comment and the question for the customer
 * group, or `null` if it adds nothing. The element requests it once its form is shown.
 */
export function regionTextsRoutes({ organization, languages }: RegionTextsRoutes): Hono {
  const app = new Hono();
  app.get('/widget/v1/s/:region', async (c) => {
    c.header('Access-Control-Allow-Origin', '*');
    const all = await organization();
    const department = findBySlug(all.regions, c.req.param('region'))?.department;
    // The element is in English if the collector does not offer its language.
    const tag = languages.find(c.req.query('lang')) ?? en.tag;
    const text = languages.offered.find((catalog) => catalog.tag === tag) ?? en;
    const mayShow = department?.asksToShow === 1 ? mayShowTexts(text) : null;
    const group = department ? groupQuestion(all, department, text) : null;
    // As long as the element's own script.
    c.header('Cache-Control', 'public, max-age=3600');
    // Builds from before there were groups, which pages may have pinned, only know the box.
    if (c.req.query('form') !== '2') return c.json(mayShow);
    return c.json(mayShow || group ? ({ mayShow, group } satisfies RegionTexts) : null);
  });
  return app;
}
