import { hash } from 'node:crypto';
import { Hono, type Handler } from 'hono';
import { commit, type Database } from '../database/database.ts';
import { forGood, hashOf, pack, serveAsset, type Packed } from '../http/asset.ts';
import { findBuild, insertBuild } from './queries.ts';

/** One build of the element, as pages may name it. */
export interface WidgetBuild {
  hash: string;
  body: Uint8Array<ArrayBuffer>;
  /** Its address on the collector. Other bytes never have it. */
  path: string;
  /** What a page writes as `integrity`, so that the browser runs these bytes and no others. */
  integrity: string;
}

/** Where the newest build is, whichever that may be. */
export const newestPath = '/widget/v1/heart-survey.js';

/**
 * Keeps the build in the database before anyone is told its address: pages that name it get the same bytes after every
 * upgrade, from whichever collector stands on that database.
 */
export async function keepBuild(
  db: Database,
  clock: () => number,
  body: Uint8Array<ArrayBuffer>,
): Promise<WidgetBuild> {
  const name = hashOf(body);
  await commit(db, [insertBuild({ hash: name, body: Buffer.from(body), firstServedAt: clock() })]);
  return {
    hash: name,
    body,
    path: `/widget/v1/heart-survey.${name}.js`,
    integrity: `sha384-${hash('sha384', body, 'base64')}`,
  };
}

/** The element: the newest build at an address that stays, and every build there ever was at an address of its own. */
export function widgetRoutes(db: Database, newest: WidgetBuild): Hono {
  const serve = (file: Packed, cache: string) =>
    serveAsset({ file, type: 'text/javascript', cache, forAnyOrigin: true });
  const file = pack(newest.body);
  // No larger than the table: what is not in there is looked for again at each request.
  const served = new Map<string, Handler>([[newest.hash, serve(file, forGood)]]);

  const app = new Hono();
  app.get(newestPath, serve(file, 'public, max-age=3600'));
  app.get('/widget/v1/:file{heart-survey[.][-0-9A-Z_a-z]+[.]js}', async (c, next) => {
    const [, name = ''] = c.req.param('file').split('.');
    const known = served.get(name);
    if (known) return known(c, next);
    const body = await findBuild(db, name);
    if (!body) return c.notFound();
    const found = serve(pack(body), forGood);
    served.set(name, found);
    return found(c, next);
  });
  return app;
}
