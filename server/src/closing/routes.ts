import type { Console } from '../console/console.ts';
import { clockRoutes } from './clock-routes.ts';
import type { Database } from '../database/database.ts';

/** The page where a representative closes a quarter, and the one where people confirm the time. */
export function closingRoutes(frame: Console, { db }: { db: Database }): void {
  clockRoutes(frame, { db });
}
