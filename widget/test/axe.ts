import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.0 to 2.2, A and AA, and axe's best practices. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

export interface Audit {
  /** Violations and cases that need review, by rule and element: `color-contrast (needs review): heart-survey legend`. */
  findings: string[];
  /** How many elements passed a rule, inside a shadow root or outside of one. */
  inShadow: number;
  inPage: number;
}

/**
 * axe's findings in the page right now. Open a page that has a policy with `bypassCSP`. axe passes on an empty page too, so
 * check the counts.
 */
export async function audit(page: Page): Promise<Audit> {
  await page.evaluate(axe);
  const { violations, incomplete, passes } = await page.evaluate<AxeResults, string[]>(
    (values) =>
      (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run({ runOnly: { type: 'tag', values } }),
    tags,
  );
  const places = ({ id, nodes }: AxeResults['violations'][number], review: string) =>
    nodes.map(
      ({ target, any }) => `${id}${review}: ${target.flat().join(' ')} ${any.map(({ message }) => message).join(' ')}`,
    );
  const seen = passes.flatMap(({ nodes }) => nodes);
  return {
    findings: [
      ...violations.flatMap((result) => places(result, '')),
      ...incomplete.flatMap((result) => places(result, ' (needs review)')),
    ],
    inShadow: seen.filter(({ target }) => Array.isArray(target[0])).length,
    inPage: seen.filter(({ target }) => !Array.isArray(target[0])).length,
  };
}
