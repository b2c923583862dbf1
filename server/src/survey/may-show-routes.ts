import { en } from '@heart-survey/shared/languages/en';
import { Hono } from 'hono';
import { findBySlug, type Organization } from '../org/org.ts';
import type { Languages } from './language.ts';
import { mayShowTexts } from './pages.ts';

export interface MayShowRoutes {
  organization: () => Promise<Organization>;
  languages: Languages;
}

/**
 * What a region adds to the element's form: the texts of the box below the comment, or `null` if its department does not
 * ask. The element requests it once its form is shown.
 */
export function mayShowRoutes({ organization, languages }: MayShowRoutes): Hono {
  const app = new Hono();
  app.get('/widget/v1/s/:region', async (c) => {
    c.header('Access-Control-Allow-Origin', '*');
    const region = findBySlug((await organization()).regions, c.req.param('region'));
    const asks = region?.department.asksToShow === 1;
    // The element is in English if the collector does not offer its language.
    const tag = languages.find(c.req.query('lang')) ?? en.tag;
    const text = languages.offered.find((catalog) => catalog.tag === tag) ?? en;
    // As long as the element's own script.
    c.header('Cache-Control', 'public, max-age=3600');
    return c.json(asks ? mayShowTexts(text) : null);
  });
  return app;
}
