import { pageTexts } from '@heart-survey/shared/languages/catalog';
import { Hono } from 'hono';
import { cacheForever, hashOf, pack, serveAsset } from '../http/asset.ts';
import type { Languages } from './language.ts';
import type { PageScript } from './pages.ts';

/**
 * The hosted page's script and its texts in each offered language. It fetches the texts after the form is ready, so that
 * a slow phone does not wait for texts that it may never show.
 */
export function pageScript(
  { offered }: Languages,
  body: Uint8Array<ArrayBuffer>,
  ancestors: readonly string[],
): { script: PageScript; routes: Hono } {
  const routes = new Hono();
  const serve = (name: string, body: Uint8Array<ArrayBuffer>, type: string) => {
    const [first, end] = name.split('.');
    const path = `/assets/${first}-${hashOf(body)}.${end}`;
    routes.get(path, serveAsset({ file: pack(body), type, cache: cacheForever }));
    return path;
  };
  const texts = offered.map((catalog) => {
    const texts = Object.fromEntries(pageTexts.map((name) => [name, catalog[name]]));
    const body = new TextEncoder().encode(JSON.stringify(texts));
    return [catalog.tag, serve(`${catalog.tag}.json`, body, 'application/json')];
  });
  const path = serve('survey.js', body, 'text/javascript');
  return { script: { path, texts: Object.fromEntries(texts), ancestors }, routes };
}
