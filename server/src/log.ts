import { maskPersonal } from '@heart-survey/shared/mask';
import { pino } from 'pino';
import { unavailableIn, type Outage } from './database/outage.ts';

/** All that the log may say has happened; docs/operating.md explains each. */
export const messages = [
  ...(['started', 'stopping', 'stopped', 'crashed', 'storage out of order', 'database available again'] as const),
  ...(['request failed', 'commits not synced'] as const),
  ...(['quarter closed', 'deleted for their age', 'backup made', 'job failed', 'letter not taken'] as const),
  ...(['identity provider not usable', 'sign-in refused', 'break-glass sign-in'] as const),
  'console opened by another name',
] as const;
type Message = (typeof messages)[number];

/** What the collector says of itself; never who sent what (docs/design.md §6). */
export interface Logger {
  info: (entry: object, message: Message) => void;
  error: (entry: object, message: Message) => void;
}

/**
 * Logs of an outage of the database server its first failure, and its end; not each request, job and mail that fails
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
      // Whatever was wrapped around it repeats what was asked.
      log.error({ ...entry, err: unavailable }, 'storage out of order');
      void unavailable.outage.over.then((seconds) =>
        log.info({ seconds: Math.round(seconds) }, 'database available again'),
      );
    },
  };
}

/**
 * A line of JSON for each thing that happened, to the standard error output; what is for a person at a terminal goes to
 * the standard output. Written before the next thing is done, so that the last line before a crash is there.
 */
export function createLog(): Logger {
  const out = pino.destination({ dest: 2, sync: true });
  // Where the log is full or gone, that is no reason to take no more answers.
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
 * Of a failure what helps to mend it. Libraries hang on it what they were at: a query its parameters, a letter its
 * recipients, so nothing is taken that is not named here.
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
    // Before the frames the stack repeats the message.
    stack: stack
      .split('\n')
      .filter((frame) => /^\s+at /.test(frame))
      .map((frame) => frame.trim()),
  };
}
