import { currentWording } from '@heart-survey/shared/items';
import { Hono, type Context } from 'hono';
import { generateSpecs, resolver, type GenerateSpecOptions } from 'hono-openapi';
import * as v from 'valibot';
import { docsPage } from './docs-page.ts';

/** The document's version: that of the contract (docs/design.md §5), not of the code. */
const contract = '1.0.0';

/** A problem document (RFC 9457) with that status. */
const problemSchema = (status: number) =>
  v.object({
    type: v.literal('about:blank'),
    title: v.pipe(v.string(), v.description('One plain sentence that says what is wrong.')),
    status: v.literal(status),
    errors: v.optional(
      v.array(
        v.object({
          path: v.pipe(
            v.string(),
            v.description('The field’s dotted path, such as ratings.respect; empty for the whole body.'),
          ),
          message: v.string(),
        }),
      ),
    ),
  });

interface Converted {
  valibotSchema: object;
  jsonSchema: { prefixItems?: unknown; [keyword: string]: unknown };
}

/** Fixes the JSON Schema where the converter gets it wrong. */
function overrideSchema({ valibotSchema, jsonSchema }: Converted) {
  // A schema with a fallback accepts anything.
  if ('fallback' in valibotSchema) return {};
  // A tuple of equal types is a list of that length, which every tool understands.
  const { prefixItems: each, ...list } = jsonSchema;
  if (!Array.isArray(each) || new Set(each.map((one) => JSON.stringify(one))).size !== 1) return undefined;
  return { ...list, items: each[0] as object, minItems: each.length, maxItems: each.length };
}

/** OpenAPI 3.1 uses this draft of JSON Schema, in which a tuple is not described by `items`. */
const dialect = {
  options: {
    typeMode: 'input',
    errorMode: 'ignore',
    target: 'draft-2020-12',
    overrideSchema,
  },
} as const;

/** JSON content with that schema, as the sender writes it. */
export function jsonContent(schema: Parameters<typeof resolver>[0]) {
  return { 'application/json': { schema: resolver(schema, dialect) } };
}

const retryAfter = {
  'Retry-After': {
    required: true,
    description: 'Seconds to wait before trying again.',
    schema: { type: 'integer', minimum: 1 },
  },
} as const;

/** The headers that every answer with that status has. */
const headersOf: Record<number, object> = {
  401: {
    'WWW-Authenticate': {
      required: true,
      description: 'Bearer; also Basic for clients that are not browsers.',
      schema: { type: 'string' },
    },
  },
  429: retryAfter,
  503: retryAfter,
};

/** Error answers, by status. */
export function problems(descriptions: Record<number, string>) {
  const answer = ([status, description]: [string, string]) => {
    const content = { 'application/problem+json': { schema: resolver(problemSchema(Number(status)), dialect) } };
    const headers = headersOf[Number(status)];
    return [status, { description, ...(headers ? { headers } : {}), content }];
  };
  return Object.fromEntries(Object.entries(descriptions).map(answer)) as Record<
    string,
    { description: string; headers?: object; content: object }
  >;
}

/** The ways to authenticate, any one of which is enough; `openApiRoutes` defines the names. */
export const readers = [{ token: [] }, { tokenAsPassword: [] }, { session: [] }];

export interface OpenApiOptions {
  /** The public address of the installation. */
  baseUrl: string;
  /** The name of the session cookie. */
  sessionCookie: string;
}

/**
 * `/openapi.json` describes every described route from the schemas that the route itself uses; `/docs` shows the same
 * to people.
 */
export function openApiRoutes(app: Hono, { baseUrl, sessionCookie }: OpenApiOptions): Hono {
  const options = {
    documentation: {
      info: {
        title: 'HEART Survey',
        version: contract,
        description:
          `Send responses and read figures. The statements use wording version ${currentWording}. ` +
          'A path answers unsupported methods with 405 and an Allow header. Unknown query parameters are ignored.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: baseUrl }],
      components: {
        securitySchemes: {
          token: {
            type: 'http',
            scheme: 'bearer',
            description: 'A token created in the console or with `heart token create`.',
          },
          tokenAsPassword: {
            type: 'http',
            scheme: 'basic',
            description: 'The same token as a password, with any user name: for Excel and Power BI.',
          },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: sessionCookie,
            description: 'The session of a person signed in to the console.',
          },
        },
      },
    } satisfies GenerateSpecOptions['documentation'],
    excludeStaticFile: false,
  };
  const routes = new Hono();
  let made: Promise<Document> | undefined;
  const document = (c: Context) => (made ??= generateSpecs(app, options, c).then(withEndings));
  routes.get('/openapi.json', async (c) => c.json(await document(c)));
  routes.get('/docs', async (c) => c.html(docsPage(await document(c))));
  return routes;
}

type Document = Awaited<ReturnType<typeof generateSpecs>>;

/**
 * The router's path segment is one parameter, so a file extension is part of its name: `{quarter.csv}`. In the document
 * it becomes `{quarter}.csv`, without the parameter that the generator added.
 */
function withEndings(document: Document): Document {
  const paths = Object.entries(document.paths).map(([path, item]) => {
    const { get } = item ?? {};
    const parameters = get?.parameters?.filter((parameter) => !('name' in parameter && parameter.name.includes('.')));
    return [path.replace(/\{(\w+)\.([\w.-]+)\}/, '{$1}.$2'), get ? { ...item, get: { ...get, parameters } } : item];
  });
  return { ...document, paths: Object.fromEntries(paths) as Document['paths'] };
}
