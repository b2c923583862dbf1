import { maskPersonal } from '@heart-survey/shared/mask';
import { pino } from 'pino';
import { unavailableIn, type Outage } from './database/outage.ts';

/** Every message of the log. docs/operator.md explains each. */
export const messages = [
  ...(['started', 'stopping', 'stopped', 'crashed', 'database unavailable', 'database available again'] as const),
  ...(['request failed', 'commits not synced'] as const),
  ...(['quarter closed', 'old data deleted', 'backup made', 'job failed', 'email not sent'] as const),
  ...(['clock jumped', 'signing key not usable', 'survey formats unreadable'] as const),
  ...(['identity provider not usable', 'sign-in refused', 'step-up refused', 'break-glass sign-in'] as const),
  ...(['old cases erased', 'write-ahead log not emptied'] as const),
  ...(['console opened at another address', 'customer groups not counted'] as const),
] as const;
type Message = (typeof messages)[number];

/** The collector's log. It never says who sent what (docs/design.md §6). */
export interface Logger {
  info: (entry: object, message: Message) => void;
  error: (entry: object, message: Message) => void;
}

/**
 * Logs only the first failure and the end of a database server outage, not every request, job and email that fails
 * meanwhile.
 */
export function oncePerOutage(log: Logger): Logger {
  const logged = new WeakSet<Outage>();
  return {
    info: log.info,
    error: (entry, message) => {
      const unavailable = unavailableIn((entry as { err?: unknown }).err);
      if (unavailable === undefined) return log.error(entry, message);
      if (logged.has(unavailable.outage)) return;
      logged.add(unavailable.outage);
      // The errors that wrap it repeat the query.
      log.error({ ...entry, err: unavailable }, 'database unavailable');
      void unavailable.outage.ended.then((seconds) =>
        log.info({ seconds: Math.round(seconds) }, 'database available again'),
      );
    },
  };
}

/**
 * Writes one line of JSON per event to the standard error output. Messages for a person at a terminal go to the standard
 * output. Written synchronously, so that the last line before a crash is there.
 */
export function createLog(): Logger {
  const out = pino.destination({ dest: 2, sync: true });
  // A log that cannot be written is no reason to stop accepting responses.
  out.on('error', () => {});
  return pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      serializers: { err: withoutPeople },
    },
    out,
  );
}

/**
 * The parts of an error that help to fix it. Libraries attach what they were doing, such as a query's parameters or an
 * email's recipients, so only the parts listed here are kept.
 */
function withoutPeople(error: unknown) {
  if (!(error instanceof Error)) return { type: typeof error };
  // A failed query's own message repeats its parameters; its cause does not.
  if (error.cause instanceof Error) return withoutPeople(error.cause);
  const { name, message, stack = '', code, responseCode } = error as Error & { code?: unknown; responseCode?: unknown };
  return {
    type: name,
    ...(code === undefined ? {} : { code }),
    ...(responseCode === undefined ? {} : { responseCode }),
    message: maskPersonal(message.replace(/^params: .*/ms, '')),
    // The stack starts with the message; only the frames are kept.
    stack: stack
      .split('\n')
      .filter((frame) => /^\s+at /.test(frame))
      .map((frame) => frame.trim()),
  };
}
