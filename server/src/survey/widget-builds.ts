import { hash } from 'node:crypto';
import { Hono, type Context, type Handler, type Next } from 'hono';
import { commit, type Database } from '../database/database.ts';
import { cacheForever, hashOf, pack, serveAsset, type Packed } from '../http/asset.ts';
import type { Languages } from './language.ts';
import { findBuild, insertBuild } from './queries.ts';

/** The elements for other people's pages. */
export type ElementName = 'heart-survey' | 'heart-results';

/** One build of an element that pages can refer to. */
export interface WidgetBuild {
  element: ElementName;
  hash: string;
  body: Uint8Array<ArrayBuffer>;
  /** Its address on the collector. The address never serves other bytes. */
  path: string;
  /** The `integrity` value for a page, so that the browser runs only these bytes. */
  integrity: string;
  /** The address of the element's latest build. */
  newestPath: string;
}

/** The texts in other languages that the survey's build fetches. */
export interface WidgetTexts {
  /** Identifies all the texts together. The build contains it. */
  hash: string;
  /** JSON by language tag. */
  texts: Record<string, string>;
}

/** The served JSON, by tag and hash. */
type KeptTexts = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/**
 * Stores the build in the database before its address is published. Pages that use the address get the same bytes after
 * every upgrade, from any collector on the same database.
 */
export async function keepBuild(
  db: Database,
  clock: () => number,
  element: ElementName,
  body: Uint8Array<ArrayBuffer>,
): Promise<WidgetBuild> {
  const name = hashOf(body);
  await commit(db, [insertBuild({ hash: name, body: Buffer.from(body), firstServedAt: clock() })]);
  return {
    element,
    hash: name,
    body,
    path: `/widget/v1/${element}.${name}.js`,
    integrity: `sha384-${hash('sha384', body, 'base64')}`,
    newestPath: `/widget/v1/${element}.js`,
  };
}

/** Stores the build's texts in the offered languages, for as long as the build itself. */
export async function keepTexts(
  db: Database,
  clock: () => number,
  { hash, texts }: WidgetTexts,
  { offered }: Languages,
): Promise<KeptTexts> {
  const rows = offered.flatMap(({ tag }) => {
    const text = texts[tag];
    return text === undefined ? [] : [{ hash: `${tag}.${hash}`, body: Buffer.from(text), firstServedAt: clock() }];
  });
  if (rows.length > 0) await commit(db, rows.map(insertBuild));
  return new Map(rows.map(({ hash, body }) => [hash, new Uint8Array(body)]));
}

/** Serves the elements: the latest build of each at a fixed address, and every past build at its own address. */
export function widgetRoutes(db: Database, newest: WidgetBuild[], texts: KeptTexts): Hono {
  const serve = (file: Packed, cache: string, type = 'text/javascript') =>
    serveAsset({ file, type, cache, forAnyOrigin: true });
  const app = new Hono();
  // Caches only builds that exist. An unknown hash is looked up again on each request.
  const served = new Map<string, Handler>();
  for (const { hash, body, newestPath } of newest) {
    const file = pack(body);
    served.set(hash, serve(file, cacheForever));
    app.get(newestPath, serve(file, 'public, max-age=3600'));
  }
  for (const [name, body] of texts) served.set(name, serve(pack(body), cacheForever, 'application/json'));

  const find = async (c: Context, next: Next, name: string, type?: string) => {
    const known = served.get(name);
    if (known) return known(c, next);
    const body = await findBuild(db, name);
    if (!body) return c.notFound();
    const found = serve(pack(body), cacheForever, type);
    served.set(name, found);
    return found(c, next);
  };
  app.get('/widget/v1/:file{heart-(?:survey|results)[.][-0-9A-Z_a-z]+[.]js}', (c, next) =>
    find(c, next, c.req.param('file').split('.')[1]!),
  );
  app.get('/widget/v1/:file{[-A-Za-z]+[.][-0-9A-Z_a-z]+[.]json}', (c, next) =>
    find(c, next, c.req.param('file').replace(/[.]json$/, ''), 'application/json'),
  );
  return app;
}
