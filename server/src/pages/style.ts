import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileBesideCode } from '../files.ts';

/** A stylesheet inside the page, so that the first response is enough to show it. */
export interface InlineStyle {
  css: string;
  /** Its hash for the Content-Security-Policy. */
  source: string;
}

/** A stylesheet that the browser fetches and caches. */
export interface LinkedStyle {
  path: string;
}

/**
 * Joins stylesheets, removes comments, and collapses spaces.
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

/** The base of every page. */
const base = ['@heart-survey/shared/look.css', 'pages/page.css', '@heart-survey/shared/language-choice.css'];

/** The same, with the base of every page. */
export function readPageStyles(...files: string[]): string {
  return readStyles(...base, ...files);
}

function inlineStyle(...files: string[]): InlineStyle {
  const css = readPageStyles(...files);
  return { css, source: `'sha256-${createHash('sha256').update(css).digest('base64')}'` };
}

/** The stylesheets of the public pages. */
export const styles = {
  survey: inlineStyle('@heart-survey/shared/survey-form.css', 'survey/hosted-form.css'),
  /** For pages that set up a survey, and for pages of text. The survey form does not load it. */
  technical: inlineStyle('pages/list.css', 'pages/technical.css'),
  /** For complaints and requests. */
  feedback: inlineStyle('feedback/feedback.css'),
  /** For published results. */
  results: inlineStyle('public-results/public-results.css'),
  print: inlineStyle('pages/list.css', 'print/print.css'),
};
