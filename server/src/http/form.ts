import { cleanText } from '@heart-survey/shared/text';
import type { Context } from 'hono';
import { isOfType, isPlain } from './body.ts';

/** What a form of our own sent. */
export interface Form {
  /** The field's text, cleaned as every text that comes in (docs/design.md §5), without spaces around; empty where it is absent. */
  text(name: string): string;
  /** As it was sent, for passwords. */
  raw(name: string): string;
  /** Every value of a field that may come more than once. */
  all(name: string): string[];
  /** An uploaded file's bytes; undefined where none was chosen. */
  file(name: string): Promise<Uint8Array | undefined>;
}

/** The form, or undefined where the body is none: no form of ours sends JSON or plain text. */
export async function readForm(c: Context): Promise<Form | undefined> {
  const isUpload = isPlain(c) && /^multipart\/form-data\s*;/i.test(c.req.header('content-type') ?? '');
  if (!isUpload && !isOfType(c, 'application/x-www-form-urlencoded')) return undefined;
  const fields = await c.req.formData().catch(() => undefined);
  if (fields === undefined) return undefined;
  const raw = (name: string) => {
    const value = fields.get(name);
    return typeof value === 'string' ? value : '';
  };
  return {
    raw,
    text: (name) => cleanText(raw(name)).trim(),
    all: (name) => fields.getAll(name).filter((value) => typeof value === 'string'),
    file: async (name) => {
      const value = fields.get(name);
      return value instanceof File && value.size > 0 ? new Uint8Array(await value.arrayBuffer()) : undefined;
    },
  };
}
