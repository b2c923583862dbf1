import { currentWording } from '@heart-survey/shared/items';
import { en } from '@heart-survey/shared/languages/en';
import { Hono, type Context } from 'hono';
import { findBySlug, hasEnded, type Agency, type Organization } from '../org/org.ts';
import { formatsOf, formatsOfAll, type FormatsOffered } from './formats.ts';
import { accessibilityPage, homePage, privacyPage } from './home-pages.ts';
import { askNext, homeOf, kioskLink } from './kiosk.ts';
import type { Languages } from './language.ts';
import { groupQuestion } from './groups.ts';
import { carriedBy, channelOf, ratingOf } from './link.ts';
import { endedPage, surveyPage, thanksPage, unknownPage, type PageScript } from './pages.ts';

export interface SurveyRoutes {
  organization: () => Promise<Organization>;
  agency: () => Promise<Agency>;
  languages: Languages;
  formatsOffered: FormatsOffered;
  clock: () => number;
  newId: () => string;
  script: PageScript;
}

/**
 * The id ties each copy of the page to one response. Opening the link again gives a new copy, but Back returns to the
 * same one, so sending it again is a replay (RFC 9111, section 6). Not `no-cache`: with that, Firefox reloads the page on
 * Back over https. On a kiosk the next person may press Back, so there no copy is cached.
 */
const historyOnly = 'private, max-age=0, must-revalidate';

/** The survey page, the thank-you page, and the pages about the installation. None of them records anything. */
export function surveyRoutes({
  organization,
  agency,
  languages,
  formatsOffered,
  clock,
  newId,
  script,
}: SurveyRoutes): Hono {
  const app = new Hono();
  const home = async (c: Context) => {
    const [all, known, offered] = await Promise.all([organization(), agency(), formatsOffered()]);
    const regions = all.regions.filter((region) => !hasEnded(region, clock()));
    const formats = formatsOfAll(offered, new Set(regions.map(({ department }) => department.id)));
    return { all, regions, page: { text: languages.choose(c), languages, agency: known, formats } };
  };
  const regionIn = ({ regions }: Organization, c: Context) => findBySlug(regions, c.req.param('region'));

  app.get('/', async (c) => {
    const { page, regions } = await home(c);
    return c.html(homePage({ ...page, regions }));
  });
  app.get('/privacy', async (c) => {
    const { page, all } = await home(c);
    const asksGroup = all.departments.some((department) => groupQuestion(all, department, en) !== null);
    return c.html(privacyPage(page, asksGroup));
  });
  app.get('/accessibility', async (c) => c.html(accessibilityPage((await home(c)).page)));

  app.get('/s/:region', async (c) => {
    const text = languages.choose(c, c.req.query('lang') ?? c.req.query('home'));
    const [all, offered] = await Promise.all([organization(), formatsOffered()]);
    const region = regionIn(all, c);
    if (!region) return c.html(unknownPage(text), 404);
    if (hasEnded(region, clock())) return c.html(endedPage(text, region), 410);
    const channel = channelOf(c.req.query('channel'));
    const isKiosk = channel === 'kiosk';
    c.header('Cache-Control', isKiosk ? 'no-store' : historyOnly);
    const carried = carriedBy(c);
    const hidden = {
      id: newId(),
      language: text.tag,
      channel,
      employee: carried.employee ?? '',
      wording: String(currentWording),
      ...(carried.group ? { group: carried.group } : {}),
      ...(carried.campaign ? { campaign: carried.campaign } : {}),
    };
    const group = groupQuestion(all, region.department, text);
    const overall = ratingOf(c.req.query('overall'));
    const answered = { ratings: { overall }, comment: '', problems: [], isBegun: overall !== undefined };
    const home = isKiosk ? homeOf(c, languages, text) : undefined;
    const formats = formatsOf(offered, region.department.id);
    return c.html(
      surveyPage({ text, languages, region, script, hidden, carried, group, overall, home, formats, ...answered }),
    );
  });

  app.get('/s/:region/thanks', async (c) => {
    const text = languages.choose(c);
    const region = regionIn(await organization(), c);
    if (!region) return c.html(unknownPage(text), 404);
    const isKiosk = c.req.query('channel') === 'kiosk';
    const next = isKiosk ? kioskLink(region.slug, homeOf(c, languages, text), carriedBy(c)) : undefined;
    if (next !== undefined) askNext(c, next, 'thanked');
    return c.html(thanksPage({ text, languages, region, script, next }));
  });

  return app;
}
