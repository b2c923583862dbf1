import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fileBesideCode } from '../files.ts';
import { hashOf } from '../http/asset.ts';
import { readStyles } from '../pages/style.ts';

/** Each feature's own sheet for its staff pages, beside its pages. */
const sheets = globSync('*/staff.css', { cwd: fileURLToPath(fileBesideCode('.')) }).toSorted();

const css = [
  readStyles('@heart-survey/shared/look.css', 'pages/page.css', '@heart-survey/shared/language-choice.css'),
  // The frame's own comes first: a feature may add to it.
  ...['console/staff.css', ...sheets.filter((sheet) => sheet !== 'console/staff.css')].map((sheet) =>
    readStyles(sheet),
  ),
].join('\n');
const body = new TextEncoder().encode(css);

/** The stylesheet of all staff pages: one file, named by its content, which a browser fetches once. */
export const staffStyle = { body, path: `/assets/staff-${hashOf(body)}.css` };
