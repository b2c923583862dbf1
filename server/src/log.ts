import { pino } from 'pino';

/** What the collector says of itself; never who sent what (design §6). */
export type Logger = Pick<pino.Logger, 'info' | 'error'>;

export function createLog(): Logger {
  return pino({ base: null });
}
