import type { Console } from '../console/console.ts';
import type { Languages } from '../survey/survey.ts';
import { templateRoutes } from '../letters/letters.ts';
import { lettersSetupPath } from './desk-paths.ts';
import { desksLabel } from './desks-page.ts';
import { deskRoutes, type DeskOptions } from './desk-setup.ts';
import { desksToday } from './desk-today.ts';
import { rulesRoutes } from './rules-routes.ts';
import { routingRoutes } from './routing-routes.ts';
import { textsRoutes } from './texts-routes.ts';

/** What the pages need that set up cases. */
interface SetupRoutes extends DeskOptions {
  languages: Pick<Languages, 'offered'>;
}

/** The pages where administrators set up desks, routing, promised dates, and what the public form and the letters say. They open no case. */
export function caseSetupRoutes(frame: Console, options: SetupRoutes): void {
  deskRoutes(frame, options);
  routingRoutes(frame, options);
  rulesRoutes(frame, options);
  textsRoutes(frame, options);
  templateRoutes(frame, options, {
    pathOf: lettersSetupPath,
    rule: { of: 'department', action: 'case setup' },
    label: desksLabel,
  });
  frame.today((visit) => desksToday(options.db, visit));
}
