import { currentWording, scale, type Rating } from '@heart-survey/shared/items';
import { isChannel } from '@heart-survey/shared/response';
import { Hono } from 'hono';
import { endedPage, homePage, surveyPage, thanksPage, unknownRegionPage } from './pages.ts';
import type { Languages } from './language.ts';
import { hasEnded, type Directory } from './directory.ts';

export interface SurveyRoutes {
  directory: () => Promise<Directory>;
  languages: Languages;
  clock: () => number;
  newId: () => string;
  /** The address of the page's own script. */
  script: string;
}

/** The page behind a survey link, and the thank-you after it. Neither records anything. */
export function surveyRoutes({ directory, languages, clock, newId, script }: SurveyRoutes): Hono {
  const app = new Hono();

  app.get('/', async (c) => {
    const { regions } = await directory();
    const open = regions.filter((region) => !hasEnded(region, clock()));
    return c.html(homePage(languages.choose(c, c.req.query('lang')), open));
  });

  app.get('/s/:region', async (c) => {
    const text = languages.choose(c, c.req.query('lang'));
    const region = (await directory()).regions.find(({ slug }) => slug === c.req.param('region'));
    if (!region) return c.html(unknownRegionPage(text), 404);
    if (hasEnded(region, clock())) return c.html(endedPage(text, region), 410);
    // The id makes each copy of the page one response; a cached copy would make two people one.
    c.header('Cache-Control', 'no-store');
    const hidden = {
      id: newId(),
      language: text.tag,
      channel: channelOf(c.req.query('channel')),
      employee: c.req.query('employee') ?? '',
      wording: String(currentWording),
    };
    const ratings = { overall: scale.find((rating: Rating) => String(rating) === c.req.query('overall')) };
    const empty = { comment: '', problems: [] };
    return c.html(surveyPage({ text, offered: languages.offered, region, script, hidden, ratings, ...empty }));
  });

  app.get('/s/:region/thanks', async (c) => {
    const text = languages.choose(c, c.req.query('lang'));
    const region = (await directory()).regions.find(({ slug }) => slug === c.req.param('region'));
    return region ? c.html(thanksPage(text, region)) : c.html(unknownRegionPage(text), 404);
  });

  return app;
}

/** Links say where they stand with `?channel=`; paper is not a link. */
function channelOf(asked: string | undefined): string {
  return asked !== undefined && isChannel(asked) && asked !== 'paper' ? asked : 'page';
}
