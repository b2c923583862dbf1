import { Hono, type Context } from 'hono';
import { otherMethods } from '../http/methods.ts';
import { findBySlug } from '../org/org.ts';
import { messagePage, type Markup } from '../pages/page.ts';
import { unknownPage, type Languages } from '../survey/survey.ts';
import { answerOnce, type AnswerOptions } from './answer.ts';
import { agencyPage, departmentPage, quarterPage, withdrawnPage, type Frame } from './placeholder-pages.ts';
import type { Shown } from './shown.ts';

export interface ResultsPages extends AnswerOptions {
  published: () => Promise<Shown>;
  languages: Languages;
  /** The collector's public address, without a slash at the end. */
  baseUrl: string;
}

/** `/results`: the agency, a department, and a quarter as pages. */
export function pageRoutes(options: ResultsPages): Hono {
  const { published } = options;
  const app = new Hono();

  app.get('/results', async (c) => {
    const shown = await published();
    return show(options, c, shown, '/results', (frame) => agencyPage(frame, shown.departments));
  });

  app.get('/results/:department', async (c) => {
    const shown = await published();
    const found = findDepartment(shown, c.req.param('department'));
    if (!found) return unknown(options, c);
    return show(options, c, shown, `/results/${found.department.slug}`, (frame) => departmentPage(frame, found));
  });

  app.get('/results/:department/:quarter', async (c) => {
    const shown = await published();
    const { department, quarter: id } = c.req.param();
    const found = findDepartment(shown, department);
    const quarter = found?.quarters.find(({ quarter }) => quarter.id === id);
    if (found && quarter) {
      const path = `/results/${found.department.slug}/${quarter.quarter.id}`;
      return show(options, c, shown, path, (frame) => quarterPage(frame, found, quarter));
    }
    const withdrawn = found?.withdrawn.find(({ quarter }) => quarter.id === id);
    return found && withdrawn
      ? c.html(withdrawnPage(frameOf(options, c, shown), found, withdrawn), 410)
      : unknown(options, c);
  });
  app.get('/results/*', (c) => unknown(options, c));
  app.all('/results/*', otherMethods('GET, HEAD', 'Use GET to read results.'));
  return app;
}

function findDepartment({ departments }: Shown, slug: string) {
  const found = findBySlug(
    departments.map(({ department }) => department),
    slug,
  );
  return departments.find(({ department }) => department === found);
}

const unknown = ({ languages }: ResultsPages, c: Context) => {
  c.header('Vary', 'Accept-Language');
  return c.html(unknownPage(languages.choose(c)), 404);
};

function frameOf({ languages, baseUrl }: ResultsPages, c: Context, { agency }: Shown): Frame {
  return { text: languages.choose(c), languages, agency, baseUrl };
}

/** Sends a page in the reader's language. @param path identifies it. */
async function show(
  options: ResultsPages,
  c: Context,
  shown: Shown,
  path: string,
  make: (frame: Frame) => Markup,
): Promise<Response> {
  const frame = frameOf(options, c, shown);
  const isChosen = options.languages.find(c.req.query('lang')) !== undefined;
  return answerOnce(options, c, shown, {
    key: `${path} ${frame.text.tag}`,
    make: () => make(frame),
    headers: { type: 'text/html; charset=UTF-8', vary: isChosen ? [] : ['Accept-Language'] },
    busy: () => c.html(messagePage(frame.text, frame.text.brokenTitle, frame.text.broken), 429),
  });
}
