import { signatureTextsOf } from '@heart-survey/shared/signature';
import { Hono } from 'hono';
import { cacheForever, hashOf, pack, serveAsset } from '../http/asset.ts';
import { messagePage } from '../pages/page.ts';
import { findBySlug, hasEnded, type Agency, type Organization } from '../org/org.ts';
import type { Languages } from '../survey/survey.ts';
import { signaturePage } from './pages.ts';

export interface SignatureRoutes {
  organization: () => Promise<Organization>;
  agency: () => Promise<Agency>;
  languages: Languages;
  clock: () => number;
  /** The collector's public address, without a slash at the end. */
  baseUrl: string;
  /** The page's script. */
  script: Uint8Array<ArrayBuffer>;
}

/** `/signature`, where staff create a signature with the survey's link (docs/policies/heart-cws.md, step 1). */
export function signatureRoutes(given: SignatureRoutes): Hono {
  const { organization, agency, languages, clock, baseUrl, script } = given;
  const app = new Hono();
  const path = `/assets/signature-${hashOf(script)}.js`;
  app.get(path, serveAsset({ file: pack(script), type: 'text/javascript', cache: cacheForever }));

  app.get('/signature', async (c) => {
    const text = languages.choose(c);
    const regions = (await organization()).regions.filter((region) => !hasEnded(region, clock()));
    const [first] = regions;
    if (!first) return c.html(messagePage(text, text.signature.title, text.home.none));
    const region = findBySlug(regions, c.req.query('region')) ?? first;
    const language = languages.offered.find(({ tag }) => tag === c.req.query('in')) ?? text;
    const signature = {
      ...{ text: signatureTextsOf(language), name: text.signature.yourName, role: text.signature.yourRole },
      ...{ office: region.department.name, phone: text.signature.yourPhone, region, baseUrl, numbers: false },
    };
    const own = { baseUrl, script: path, agency: await agency() };
    return c.html(signaturePage({ text, languages, regions, region, language, signature, ...own }));
  });

  return app;
}
