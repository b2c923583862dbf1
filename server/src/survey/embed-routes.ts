import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { fileBesideCode } from '../files.ts';
import { cacheForever, hashOf, pack, serveAsset } from '../http/asset.ts';
import { gzipped } from '../http/gzipped.ts';
import { findBySlug, type Organization } from '../org/org.ts';
import { embedPage, noSurveyPage } from './embed-page.ts';
import { addresses, displays } from './embed-snippets.ts';
import type { WidgetBuild } from './widget-builds.ts';

export interface EmbedRoutes {
  organization: () => Promise<Organization>;
  /** The collector's public address. The copied code must not depend on the address that the webmaster used. */
  baseUrl: string;
  /** The tags of the offered languages. */
  languages: string[];
  frameAncestors: string[];
  build: WidgetBuild;
  /** Where the preview sends answers. */
  rehearsal: string;
}

const copyFile = fileBesideCode('survey/embed-copy.js');

/** The page where a webmaster copies the tag. */
export function embedRoutes({ organization, baseUrl, languages, frameAncestors, build, rehearsal }: EmbedRoutes): Hono {
  const app = new Hono();
  const file = new Uint8Array(readFileSync(copyFile));
  const copyScript = `/assets/copy-${hashOf(file)}.js`;
  app.get(copyScript, serveAsset({ file: pack(file), type: 'text/javascript', cache: cacheForever }));

  app.use('/embed', gzipped());
  app.get('/embed', async (c) => {
    const regions = (await organization()).regions.filter(({ retiredAt }) => retiredAt === null);
    const region = findBySlug(regions, c.req.query('region')) ?? regions[0];
    if (!region) return c.html(noSurveyPage());
    const choice = {
      region,
      display: displays.find((display) => display === c.req.query('display')) ?? 'inline',
      address: addresses.find((address) => address === c.req.query('address')) ?? 'pinned',
    } as const;
    return c.html(embedPage({ baseUrl, build, regions, choice, languages, frameAncestors, rehearsal, copyScript }));
  });
  return app;
}
