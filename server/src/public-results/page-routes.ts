import { resultsTexts } from '@heart-survey/shared/results/results';
import { Hono, type Context } from 'hono';
import { otherMethods } from '../http/methods.ts';
import { agencyIn, publicTextsIn } from '../org/org.ts';
import { messagePage, type Markup } from '../pages/page.ts';
import { publicPath, resultsPath, type PublishedDepartment } from '../publishing/publishing.ts';
import { formatsOf, formatsOfAll, type Languages } from '../survey/survey.ts';
import { agencyPage } from './agency-page.ts';
import { answerOnce, type AnswerOptions } from './answer.ts';
import { departmentPage } from './department-page.ts';
import { findDepartment, findQuarter } from './find.ts';
import type { Shown } from './frame.ts';
import type { Published } from './published.ts';
import { quarterPage } from './quarter-page.ts';
import { missingPage, withdrawnPage } from './withdrawn-page.ts';

export interface PageRoutes extends AnswerOptions {
  languages: Languages;
}

/** The title of a problem for methods other than GET and HEAD. */
export const byGet = 'Use GET to read results.';

/** The agency, a department, and a quarter as pages. */
export function pageRoutes(options: PageRoutes): Hono {
  const { published } = options;
  const app = new Hono();

  app.get(resultsPath, async (c) => {
    const all = await published();
    return show(options, c, all, resultsPath, (shown) =>
      agencyPage({ ...shown, departments: all.departments, formats: formatsIn(all) }),
    );
  });

  app.get(`${resultsPath}/:department`, async (c) => {
    const all = await published();
    const of = findDepartment(all, c.req.param('department'));
    if (of === undefined) return missing(options, c, all, of);
    return show(options, c, all, publicPath(of.department), (shown) =>
      departmentPage({ ...shown, published: of, formats: formatsOf(all.formats, of.department.id) }),
    );
  });

  app.get(`${resultsPath}/:department/:quarter`, async (c) => {
    const all = await published();
    const found = findQuarter(all, c.req.param('department'), c.req.param('quarter'));
    if ('withdrawn' in found) {
      const { of, withdrawn } = found;
      return refuse(options, c, all, 410, (shown) => withdrawnPage({ ...shown, published: of, withdrawn }));
    }
    if (!('quarter' in found)) return missing(options, c, all, found.of);
    const { of, quarter } = found;
    return show(options, c, all, publicPath(of.department, quarter.quarter), (shown) =>
      quarterPage({
        ...shown,
        published: of,
        comparisons: all.departments.length,
        shown: quarter,
        own: publicTextsIn(all.settings, shown.text.tag),
      }),
    );
  });

  app.get(`${resultsPath}/*`, async (c) => missing(options, c, await published(), undefined));
  app.all(`${resultsPath}/*`, otherMethods('GET, HEAD', byGet));
  return app;
}

function shownIn({ languages }: PageRoutes, c: Context, { settings }: Published): Shown {
  const text = languages.choose(c);
  return { text, texts: resultsTexts(text), languages, agency: agencyIn(settings) };
}

const formatsIn = ({ formats, departments }: Published) =>
  formatsOfAll(
    formats,
    departments.map(({ department }) => department.id),
  );

/** The header that decides about the language, unless the address does. */
const varyOf = ({ languages }: PageRoutes, c: Context) =>
  languages.find(c.req.query('lang')) === undefined ? ['Accept-Language'] : [];

/** Sends a page in the reader's language. @param path its address without the language. */
function show(
  options: PageRoutes,
  c: Context,
  all: Published,
  path: string,
  make: (shown: Shown) => Markup,
): Promise<Response> {
  const { tag, brokenTitle, broken } = options.languages.choose(c);
  return answerOnce(options, c, all, {
    key: `${path} ${tag}`,
    make: async () => withoutIndents(String(await make(shownIn(options, c, all)))),
    type: 'text/html; charset=UTF-8',
    vary: varyOf(options, c),
    busy: () => c.html(messagePage(options.languages.choose(c), brokenTitle, broken), 429),
  });
}

/** The templates' indentation is an eighth of a page, and a slow phone has to read it. */
const withoutIndents = (page: string) => page.replaceAll(/\n[\t ]+/g, '\n');

function missing(options: PageRoutes, c: Context, all: Published, of: PublishedDepartment | undefined) {
  return refuse(options, c, all, 404, (shown) => missingPage({ ...shown, published: of }));
}

function refuse(options: PageRoutes, c: Context, all: Published, status: 404 | 410, make: (shown: Shown) => Markup) {
  for (const header of varyOf(options, c)) c.header('Vary', header);
  return c.html(make(shownIn(options, c, all)), status);
}
