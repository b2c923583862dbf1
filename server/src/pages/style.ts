import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileBesideCode } from '../files.ts';

/** A stylesheet that stands in the page itself, so that the first answer is enough to show it. */
export interface InlineStyle {
  css: string;
  /** What a Content-Security-Policy calls it. */
  source: string;
}

/** A stylesheet that the browser fetches and keeps. */
export interface LinkedStyle {
  path: string;
}

/**
 * The text of stylesheets, without comments and with single spaces.
 * @param files paths from `server/src`, or names that a package exports.
 */
export function readStyles(...files: string[]): string {
  return files
    .map((name) =>
      readFileSync(name.startsWith('@') ? new URL(import.meta.resolve(name)) : fileBesideCode(name), 'utf8'),
    )
    .join('\n')
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ');
}

/** What every page starts from. */
const base = ['@heart-survey/shared/look.css', 'pages/page.css', '@heart-survey/shared/language-choice.css'];

function inlineStyle(...files: string[]): InlineStyle {
  const css = readStyles(...base, ...files);
  return { css, source: `'sha256-${createHash('sha256').update(css).digest('base64')}'` };
}

/** The sheets of the public pages. */
export const styles = {
  survey: inlineStyle('@heart-survey/shared/survey-form.css', 'survey/hosted-form.css'),
  /** For those who set a survey up, and for pages to read: no form loads it. */
  technical: inlineStyle('pages/list.css', 'pages/technical.css'),
  print: inlineStyle('pages/list.css', 'print/print.css'),
};
