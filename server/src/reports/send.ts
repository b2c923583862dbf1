import type { Context } from 'hono';
import { errorPage } from '../console/console.ts';
import { sendFile } from '../http/file.ts';
import { problem } from '../http/problem.ts';
import { pause } from '../limits/pauses.ts';
import type { LetterDocument, ReportDocument } from './document.ts';
import { NoPdf, type Typesetter } from './typesetter.ts';

/** A report that is ready to be typeset. */
export interface Made {
  /** The file's name, without its extension. */
  name: string;
  /** Lays out what was read. */
  document: () => ReportDocument | LetterDocument;
  /** Writes the audit entry, once there is a PDF. */
  record: () => Promise<void>;
}

/** How to answer where there is no PDF: for people or for programs. */
type Refuse = (c: Context, why: NoPdf) => Response | Promise<Response>;

/** How long to wait before trying again, in seconds. */
const retryAfter = { missing: 3600, busy: 60, slow: 60, failed: 60 };

/**
 * Answers with a report as PDF when it is the requester's turn.
 * @param who identifies the requester. @param make returns a response, such as a 404, if there is nothing to report.
 */
export function sendReport(
  { c, who, typesetter, refuse }: { c: Context; who: string; typesetter: Typesetter; refuse: Refuse },
  make: () => Promise<Made | Response>,
): Promise<Response> {
  return sendFile(c, who, async () => {
    const made = await make();
    if (made instanceof Response) return made;
    try {
      await pause();
      const body = await typesetter.typeset(made.document());
      await made.record();
      return { name: made.name, type: 'pdf', body };
    } catch (error) {
      if (error instanceof NoPdf) return refuse(c, error);
      throw error;
    }
  });
}

/** A page that says that there is no PDF. */
export const refusedPage: Refuse = (c, { reason }) => {
  c.header('Retry-After', String(retryAfter[reason]));
  return c.html(errorPage(reason === 'missing' ? 'no pdf' : 'pdf failed'), 503);
};

/** The same for programs. */
export const refusedProblem: Refuse = (c, { reason }) =>
  problem(c, {
    status: 503,
    title:
      reason === 'missing'
        ? 'PDFs are not available on this server: the program that makes them is not installed.'
        : 'The PDF could not be made. Try again in a minute.',
    retryAfter: retryAfter[reason],
  });
