import { createHmac } from 'node:crypto';

/** Matches the ids of responses (`surveyResponse` in shared). */
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/**
 * Administrators read the audit log but cannot read responses, and an id can help to find one. So each id is replaced
 * by a keyed hash, which still shows which entries are about the same response.
 * @param secret the installation's key for keyed hashes.
 * @returns a function that replaces all ids in a text.
 */
export function withoutResponseIds(secret: string): (text: string) => string {
  const referenceOf = (id: string) =>
    createHmac('sha256', secret).update(`audit ${id.toLowerCase()}`).digest('hex').slice(0, 12);
  return (text) => text.replaceAll(uuid, (id: string) => `response ${referenceOf(id)}`);
}
