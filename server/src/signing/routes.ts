import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import type { Database } from '../database/database.ts';
import { otherMethods } from '../http/methods.ts';
import { jsonContent, problems } from '../http/openapi.ts';
import { keySet, keySetOf, knownKeys } from './known-keys.ts';

const path = '/.well-known/heart-survey-keys';

const describeKeys = describeRoute({
  tags: ['Submissions'],
  operationId: 'readKeys',
  summary: 'Read the public keys that submissions are signed with, as a JSON Web Key Set',
  responses: {
    200: { description: 'All keys, retired ones too', content: jsonContent(keySet) },
    ...problems({ 500: 'Something went wrong on our end', 503: 'The database is unavailable; see Retry-After' }),
  },
});

/** The public keys, which anyone may read and keep. */
export function keyRoutes(db: Database): Hono {
  const app = new Hono();
  app.get(path, describeKeys, async (c) => c.json(keySetOf(await knownKeys(db))));
  app.all(path, otherMethods('GET, HEAD', 'Use GET to read the keys.'));
  return app;
}
