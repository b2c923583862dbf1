import { readFileSync } from 'node:fs';
import { Hono, type Context } from 'hono';
import { fileBesideCode } from '../files.ts';
import { cacheForever, hashOf, pack, serveAsset } from '../http/asset.ts';
import { gzipped } from '../http/gzipped.ts';
import { findBySlug, offeredGroups, type Organization } from '../org/org.ts';
import { embedPage, noSurveyPage } from './embed-page.ts';
import { embedResultsPage, noDepartmentPage, type Publisher } from './embed-results-page.ts';
import { addresses, displays } from './embed-snippets.ts';
import type { WidgetBuild } from './widget-builds.ts';

export interface EmbedRoutes {
  organization: () => Promise<Organization>;
  /** The collector's public address. The copied code must not depend on the address that the webmaster used. */
  baseUrl: string;
  /** The tags of the offered languages. */
  languages: string[];
  frameAncestors: string[];
  builds: { survey: WidgetBuild; results: WidgetBuild };
  /** Where the preview sends answers. */
  rehearsal: string;
  /** The departments in the agency's own order, with the quarters that they published. */
  published: () => Promise<{ departments: Publisher[] }>;
}

const copyFile = fileBesideCode('survey/embed-copy.js');

/** The pages where a webmaster copies the tags. */
export function embedRoutes(options: EmbedRoutes): Hono {
  const app = new Hono();
  const file = new Uint8Array(readFileSync(copyFile));
  const copyScript = `/assets/copy-${hashOf(file)}.js`;
  app.get(copyScript, serveAsset({ file: pack(file), type: 'text/javascript', cache: cacheForever }));

  app.use('/embed', gzipped());
  app.use('/embed/results', gzipped());
  app.get('/embed', (c) => showSurvey(c, options, copyScript));
  app.get('/embed/results', (c) => showResults(c, options, copyScript));
  return app;
}

async function showSurvey(c: Context, options: EmbedRoutes, copyScript: string): Promise<Response> {
  const { organization, baseUrl, languages, frameAncestors, builds, rehearsal } = options;
  const all = await organization();
  const regions = all.regions.filter(({ retiredAt }) => retiredAt === null);
  const region = findBySlug(regions, c.req.query('region')) ?? regions[0];
  if (!region) return c.html(noSurveyPage());
  const display = displays.find((display) => display === c.req.query('display')) ?? 'inline';
  const groups = offeredGroups(all.groups, region.department.id);
  const group = groups.find(({ code }) => code === c.req.query('group'))?.code;
  const choice = { region, group, display, address: addressIn(c) };
  const build = builds.survey;
  return c.html(
    embedPage({ baseUrl, build, regions, groups, choice, languages, frameAncestors, rehearsal, copyScript }),
  );
}

async function showResults(c: Context, options: EmbedRoutes, copyScript: string): Promise<Response> {
  const { published, baseUrl, builds } = options;
  const { departments: publishers } = await published();
  const asked = publishers.find(({ department }) => department.slug === c.req.query('department'));
  const publisher = asked ?? publishers[0];
  if (!publisher) return c.html(noDepartmentPage());
  const quarter = publisher.quarters.find(({ quarter }) => quarter.id === c.req.query('quarter'))?.quarter.id;
  const choice = { department: publisher.department, quarter, address: addressIn(c) };
  return c.html(embedResultsPage({ baseUrl, build: builds.results, publishers, publisher, choice, copyScript }));
}

function addressIn(c: Context): (typeof addresses)[number] {
  return addresses.find((address) => address === c.req.query('address')) ?? 'pinned';
}
