import { cleanText } from '@heart-survey/shared/text';
import type { Context } from 'hono';
import { isOfType, isPlain } from './body.ts';

/** The content of a form from our own pages. */
export interface Form {
  /** The field's text, cleaned (docs/design.md §5) and without spaces around it; empty if there is no such field. */
  text(name: string): string;
  /** The text as sent, for passwords. */
  raw(name: string): string;
  /** Every value of a field that may be repeated. */
  all(name: string): string[];
  /** The bytes of an uploaded file; undefined if none was chosen. */
  file(name: string): Promise<Uint8Array | undefined>;
}

/** The maximum length of the longest text in any form, in UTF-16 units: that of a case. */
const maxText = 20_000;

/** Whether a form's id is one that a page makes: a UUID. */
export function isId(text: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text);
}

/** A number that may be left blank: null then, and undefined if it is no whole number from 1 to `max`, at most 9,999,999. */
export function countIn(text: string, max: number): number | null | undefined {
  if (text === '') return null;
  const count = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  return count >= 1 && count <= max ? count : undefined;
}

/** The form, or undefined if the body is not a form: our forms never send JSON or plain text. */
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
    text: (name) => cleanText(raw(name), maxText).trim(),
    all: (name) => fields.getAll(name).filter((value) => typeof value === 'string'),
    file: async (name) => {
      const value = fields.get(name);
      return value instanceof File && value.size > 0 ? new Uint8Array(await value.arrayBuffer()) : undefined;
    },
  };
}
