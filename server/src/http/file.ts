import { Readable } from 'node:stream';
import type { Context } from 'hono';
import { fileHeaders } from '../spreadsheets/csv.ts';
import { fewAtOnce } from '../limits/few-at-once.ts';
import { turn } from '../limits/turns.ts';

/** A file for download. */
export interface KeptFile {
  /** Without its extension. */
  name: string;
  type: 'csv' | 'xlsx' | 'pdf';
  body: string | Uint8Array<ArrayBuffer> | Readable;
}

/** How many files are created at a time for one person. */
const filesAtOnce = 2;
const turnOf = fewAtOnce(filesAtOnce);

/** Reading what a file shows takes as long as working on this many UTF-16 units of text. */
const readingCost = 20_000;

/**
 * Answers with a file when it is the requester's turn: a few files per person are created at a time, and the rest wait.
 * @param who identifies the requester: the same text for the same person or token.
 * @param make is called at their turn, also for HEAD requests, and writes the audit entry. If it returns a response,
 * such as a 404, that is passed on.
 * @throws StillBusy if they waited too long.
 */
export async function sendFile(c: Context, who: string, make: () => Promise<KeptFile | Response>): Promise<Response> {
  const { done, signal } = await turnOf(c, who);
  let file: KeptFile | Response;
  try {
    await turn(readingCost);
    file = await make();
  } catch (error) {
    done();
    throw error;
  }
  if (file instanceof Response) {
    done();
    return file;
  }
  const { name, type, body } = file;
  const headers = fileHeaders(name, type);
  if (!(body instanceof Readable)) {
    done();
    return c.body(body, 200, headers);
  }
  body.once('close', done);
  // No one reads the body of a HEAD request or of a lost connection.
  const end = () => body.destroy();
  if (c.req.method === 'HEAD' || signal.aborted) end();
  else signal.addEventListener('abort', end);
  return c.body(Readable.toWeb(body) as ReadableStream<Uint8Array>, 200, headers);
}
