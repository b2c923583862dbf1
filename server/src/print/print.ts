import { surveyLink } from '@heart-survey/shared/survey-link';
import { Hono } from 'hono';
import { renderSVG } from 'uqr';
import { endedPage, groupQuestion, unknownPage, type Languages } from '../survey/survey.ts';
import { findBySlug, hasEnded, type Agency, type Organization } from '../org/org.ts';
import { choosePage, printPage, sheets } from './pages.ts';

export interface PrintRoutes {
  organization: () => Promise<Organization>;
  agency: () => Promise<Agency>;
  languages: Languages;
  clock: () => number;
  /** The collector's public address, without a slash at the end. */
  baseUrl: string;
}

/** `/print/{region}`: the survey on paper, and a poster with its link. */
export function printRoutes({ organization, agency, languages, clock, baseUrl }: PrintRoutes): Hono {
  const app = new Hono();

  app.get('/print', async (c) => {
    const regions = (await organization()).regions.filter((region) => !hasEnded(region, clock()));
    return c.html(choosePage({ text: languages.choose(c), languages, agency: await agency(), regions }));
  });

  app.get('/print/:region', async (c) => {
    const text = languages.choose(c);
    const all = await organization();
    const region = findBySlug(all.regions, c.req.param('region'));
    if (!region) return c.html(unknownPage(text), 404);
    if (hasEnded(region, clock())) return c.html(endedPage(text, region), 410);
    // The default language is not in the link, so that a phone set to another offered language gets that one.
    const language = text === languages.offered[0] ? {} : { language: text.tag };
    const campaign = campaignOf(c.req.query('campaign'));
    const link = surveyLink(baseUrl, region.slug, { ...language, campaign });
    return c.html(
      printPage({
        ...{ text, languages, agency: await agency(), region, link, campaign },
        group: groupQuestion(all, region.department, text),
        shown: sheets.find((sheet) => sheet === c.req.query('sheet')) ?? 'both',
        // Always dark on light, because cameras cannot read anything else.
        code: renderSVG(link, { border: 4, ecc: 'M', whiteColor: '#fff', blackColor: '#000' }),
      }),
    );
  });

  return app;
}

/** The code of a campaign, for its own poster. Anything else is ignored. */
function campaignOf(asked: string | undefined): string | undefined {
  return asked !== undefined && /^[a-z\d-]{1,40}$/.test(asked) ? asked : undefined;
}
