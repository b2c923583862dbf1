import { currentWording } from '@heart-survey/shared/items';
import { Hono, type Context } from 'hono';
import { generateSpecs, resolver, type GenerateSpecOptions } from 'hono-openapi';
import * as v from 'valibot';
import { docsPage } from './docs-page.ts';

/** The document's version: that of the contract (docs/design.md §5), not of the code. */
const contract = '1.0.0';

/** A problem document (RFC 9457) of that status. */
const problemSchema = (status: number) =>
  v.object({
    type: v.literal('about:blank'),
    title: v.pipe(v.string(), v.description('One plain sentence.')),
    status: v.literal(status),
    errors: v.optional(
      v.array(
        v.object({
          path: v.pipe(v.string(), v.description('Dotted, such as ratings.respect; empty for the whole.')),
          message: v.string(),
        }),
      ),
    ),
  });

interface Converted {
  valibotSchema: object;
  jsonSchema: { prefixItems?: unknown; [keyword: string]: unknown };
}

/** What JSON Schema says of a schema, where the converter does not say it exactly. */
function overrideSchema({ valibotSchema, jsonSchema }: Converted) {
  // Where a schema has something to fall back on, it takes whatever comes.
  if ('fallback' in valibotSchema) return {};
  // A tuple of equals is a list of that length, which every reader of the document understands.
  const { prefixItems: each, ...list } = jsonSchema;
  if (!Array.isArray(each) || new Set(each.map((one) => JSON.stringify(one))).size !== 1) return undefined;
  return { ...list, items: each[0] as object, minItems: each.length, maxItems: each.length };
}

/** OpenAPI 3.1 speaks this draft, in which a list of fixed length is no list of `items`. */
const dialect = {
  options: {
    typeMode: 'input',
    errorMode: 'ignore',
    target: 'draft-2020-12',
    overrideSchema,
  },
} as const;

/** A JSON content of that schema, as the sender writes it. */
export function jsonContent(schema: Parameters<typeof resolver>[0]) {
  return { 'application/json': { schema: resolver(schema, dialect) } };
}

const retryAfter = {
  'Retry-After': { required: true, description: 'In so many seconds.', schema: { type: 'integer', minimum: 1 } },
} as const;

/** The headers that an answer of that status always has. */
const headersOf: Record<number, object> = {
  401: {
    'WWW-Authenticate': {
      required: true,
      description: 'Bearer; to clients that are not browsers, Basic as well.',
      schema: { type: 'string' },
    },
  },
  429: retryAfter,
  503: retryAfter,
};

/** Answers that refuse, by their status. */
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

/** The ways to say who reads, of which one is enough; `openApiRoutes` says what each name stands for. */
export const readers = [{ token: [] }, { tokenAsPassword: [] }, { session: [] }];

export interface OpenApiOptions {
  /** Where people reach the installation. */
  baseUrl: string;
  /** The name of the cookie of somebody who is signed in. */
  sessionCookie: string;
}

/** `/openapi.json` describes every described route from the schemas that it uses itself; `/docs` shows the same to a reader. */
export function openApiRoutes(app: Hono, { baseUrl, sessionCookie }: OpenApiOptions): Hono {
  const options = {
    documentation: {
      info: {
        title: 'HEART Survey',
        version: contract,
        description:
          `Responses in, figures out. The wording of the statements is version ${currentWording}. ` +
          'A path answers methods that it does not have with 405 and an Allow header. Query parameters are ignored.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: baseUrl }],
      components: {
        securitySchemes: {
          token: {
            type: 'http',
            scheme: 'bearer',
            description: 'A token made in the console or by `heart token create`.',
          },
          tokenAsPassword: {
            type: 'http',
            scheme: 'basic',
            description: 'The same token as the password, beside any user name: for Excel and Power BI.',
          },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: sessionCookie,
            description: 'Somebody signed in to the console.',
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
 * A path segment of the router is one parameter whole, so a file's ending is part of its name: `{quarter.csv}`. In the
 * document it is `{quarter}.csv`, and the parameter that the generator added for the whole is not there.
 */
function withEndings(document: Document): Document {
  const paths = Object.entries(document.paths).map(([path, item]) => {
    const { get } = item ?? {};
    const parameters = get?.parameters?.filter((parameter) => !('name' in parameter && parameter.name.includes('.')));
    return [path.replace(/\{(\w+)\.(\w+)\}/, '{$1}.$2'), get ? { ...item, get: { ...get, parameters } } : item];
  });
  return { ...document, paths: Object.fromEntries(paths) as Document['paths'] };
}
