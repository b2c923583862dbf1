import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';

/** How backups are made (`BACKUP_FOLDER`, `BACKUP_KEEP`): one a day, and how many are kept. Null if the collector makes none. */
export interface Backups {
  keep: number | null;
}

/** When what was erased is gone from copies too. */
export function backupsNote({ keep }: Backups): Markup {
  const own =
    keep === null
      ? 'This installation makes no backups by itself.'
      : `Backups still have it until they are replaced, which takes ${keep === 1 ? 'one day' : `${keep} days`}.`;
  return html`<p class="hint">
    ${own} Copies made by other programs, such as snapshots of the disk, and emails and letters that went out, are not
    changed. Ask an operator about them.
  </p>`;
}
