import { Readable } from 'node:stream';
import type { Context } from 'hono';
import { fileHeaders } from '../spreadsheets/csv.ts';
import { fewAtOnce } from '../limits/few-at-once.ts';

/** A file to be kept by whoever asked for it. */
export interface KeptFile {
  /** Without its ending. */
  name: string;
  type: 'csv' | 'xlsx';
  body: string | Uint8Array<ArrayBuffer> | Readable;
}

/** So many files of one person are made at a time. */
const filesAtOnce = 2;
const turnOf = fewAtOnce(filesAtOnce);

/**
 * Answers with a file once it is the turn of whoever asks: a few of theirs are made at a time, and the rest wait.
 * @param who asks: the same text for the same person or token.
 * @param make is called when it is their turn, and for the headers alone too; it writes to the audit. An
 * answer of its own, such as that there is no such file, is passed on.
 * @throws StillBusy where they waited too long.
 */
export async function sendFile(c: Context, who: string, make: () => Promise<KeptFile | Response>): Promise<Response> {
  const { done, signal } = await turnOf(c, who);
  let file: KeptFile | Response;
  try {
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
  // Nobody reads what was made for the headers alone, or for a connection that is gone.
  const end = () => body.destroy();
  if (c.req.method === 'HEAD' || signal.aborted) end();
  else signal.addEventListener('abort', end);
  return c.body(Readable.toWeb(body) as ReadableStream<Uint8Array>, 200, headers);
}
