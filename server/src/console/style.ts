import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fileBesideCode } from '../files.ts';
import { hashOf } from '../http/asset.ts';
import { readStyles } from '../pages/style.ts';

/** The stylesheets of the features' staff pages. Each one is in its feature's folder. */
const sheets = () => globSync('*/staff.css', { cwd: fileURLToPath(fileBesideCode('.')) }).toSorted();

let known: { body: Uint8Array<ArrayBuffer>; path: string } | undefined;

/** One stylesheet for all staff pages, named by its content, so that a browser fetches it once. Read on first use. */
export function staffStyle() {
  known ??= readStaffStyle();
  return known;
}

function readStaffStyle() {
  const css = [
    readStyles('@heart-survey/shared/look.css', 'pages/page.css', '@heart-survey/shared/language-choice.css'),
    // The frame's own comes first, so that features can add to it.
    ...['console/staff.css', ...sheets().filter((sheet) => sheet !== 'console/staff.css')].map((sheet) =>
      readStyles(sheet),
    ),
  ].join('\n');
  const body = new TextEncoder().encode(css);
  return { body, path: `/assets/staff-${hashOf(body)}.css` };
}
