import { currentWording } from '@heart-survey/shared/items';
import { Hono } from 'hono';
import { generateSpecs, openAPIRouteHandler, resolver, type GenerateSpecOptions } from 'hono-openapi';
import * as v from 'valibot';
import { docsPage } from './docs-page.ts';

/** The document's version: that of the contract (design §5), not of the code. */
const contract = '1.0.0';

/** A problem document (RFC 9457). */
const problemSchema = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  errors: v.optional(
    v.array(
      v.object({
        path: v.pipe(v.string(), v.description('Dotted, such as ratings.respect; empty for the whole.')),
        message: v.string(),
      }),
    ),
  ),
});

/** OpenAPI 3.1 speaks this draft, in which a list of fixed length is no list of `items`. */
const dialect = { options: { typeMode: 'input', errorMode: 'ignore', target: 'draft-2020-12' } } as const;

/** A JSON content of that schema, as the sender writes it. */
export function jsonContent(schema: Parameters<typeof resolver>[0]) {
  return { 'application/json': { schema: resolver(schema, dialect) } };
}

/** Answers that refuse, by their status. */
export function problems(descriptions: Record<number, string>) {
  const content = { 'application/problem+json': { schema: resolver(problemSchema, dialect) } };
  return Object.fromEntries(
    Object.entries(descriptions).map(([status, description]) => [status, { description, content }]),
  );
}

/** `/openapi.json` describes every described route from the schemas that it uses itself; `/docs` shows the same to a reader. */
export function openApiRoutes(app: Hono, baseUrl: string): Hono {
  const options = {
    documentation: {
      info: {
        title: 'HEART Survey',
        version: contract,
        description: `Responses in, figures out. The wording of the statements is version ${currentWording}.`,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: baseUrl }],
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    } satisfies GenerateSpecOptions['documentation'],
    excludeStaticFile: false,
  };
  const routes = new Hono();
  routes.get('/openapi.json', openAPIRouteHandler(app, options));
  routes.get('/docs', async (c) => c.html(docsPage(await generateSpecs(app, options, c))));
  return routes;
}
