import type { Console } from '../console/console.ts';
import { celebrateRoutes } from './celebrate-routes.ts';
import { celebrationSection, heartToday } from './celebrate-section.ts';
import type { Database } from '../database/database.ts';
import type { Typesetter } from '../reports/reports.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { programRoutes } from './program-routes.ts';
import { queueRoutes } from './queue-routes.ts';
import { wallRoutes } from './wall-routes.ts';
import { thankRoutes } from './thank-routes.ts';
import { recognitionNav } from './views.ts';
import { recognitionToday } from './today.ts';

interface RecognitionRoutes {
  db: Database;
  outbox: Outbox;
  typesetter: Typesetter;
}

/** The pages for thanking staff whom customers praised. */
export function recognitionRoutes(frame: Console, options: RecognitionRoutes): void {
  const { db } = options;
  recognitionNav(frame);
  queueRoutes(frame, { db, above: (visit) => celebrationSection(db, visit, visit.department) });
  thankRoutes(frame, options);
  celebrateRoutes(frame, { db });
  wallRoutes(frame, options);
  programRoutes(frame, { db });
  frame.today((visit) => recognitionToday(db, visit));
  frame.today((visit) => heartToday(db, visit));
}
