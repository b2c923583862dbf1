import type { Context } from 'hono';
import { hiddenTime, openCase, type Filing, type OpenOptions, type Opened } from '../cases/cases.ts';
import { isUnavailable } from '../database/database.ts';
import { findBySlug, readCalendar } from '../org/org.ts';
import type { Typed } from './fields.ts';
import { createFlagging } from './flags.ts';

export interface FilerOptions extends OpenOptions {
  clock: () => number;
  clientKey: (c: Context) => string;
  /** Reports a storage failure to the operator. */
  report: (error: unknown, c: Context) => void;
}

/** A message that has no problems. */
interface Message {
  typed: Typed;
  /** The message's id, a UUID. */
  send: string;
  /** The id of the page that it was written on; empty for JSON. */
  page: string;
  language: string;
  isTrapped: boolean;
}

/** A message that was stored, now or before. */
export interface FiledMessage {
  opened: Opened;
  /** IANA, of the department that answers. */
  zone: string;
}

/** @returns a function that opens a case from a message, or gives null if it cannot be stored right now. */
export function createFiler(options: FilerOptions): (c: Context, message: Message) => Promise<FiledMessage | null> {
  const { db, organization, clock, clientKey, report } = options;
  const flagsOf = createFlagging();

  const file = async (c: Context, { typed, send, page, language, isTrapped }: Message): Promise<FiledMessage> => {
    const now = clock();
    const { departments, regions } = await organization();
    const region = findBySlug(regions, typed.office);
    // Without an office, the first department lends its calendar.
    const department = region?.department ?? departments[0]!;
    const isForeign = ['cross-site', 'same-site'].includes(c.req.header('sec-fetch-site') ?? '');
    const filing: Filing = {
      departmentId: department.id,
      regionId: region?.id ?? null,
      isOfficeKnown: region !== undefined,
      kind: typed.kind === '' ? 'other' : typed.kind,
      channel: typed.isFromSurvey ? 'survey' : 'form',
      language,
      text: typed.text,
      contact: contactOf(typed),
      receivedAt: typed.isFromSurvey ? hiddenTime(await readCalendar(db, department), now) : now,
      isTimeHidden: typed.isFromSurvey,
      enteredBy: null,
      responseId: null,
      flags: flagsOf({ page, text: typed.text, client: clientKey(c), isTrapped, isForeign }, now),
      send,
      printed: null,
    };
    const opened = await openCase(options, filing, now);
    return { opened: opened!, zone: department.zone };
  };

  return (c, message) =>
    file(c, message).catch((error: unknown) => {
      if (!isUnavailable(error)) throw error;
      report(error, c);
      return null;
    });
}

function contactOf({ title, name, email, phone, post }: Typed): Filing['contact'] {
  const given = (text: string) => (text === '' ? null : text);
  return { title: given(title), name: given(name), email: given(email), phone: given(phone), post: given(post) };
}
