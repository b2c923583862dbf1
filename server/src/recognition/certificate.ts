import { masked } from '@heart-survey/shared/mask';
import { quoteOf, textsFor, type ReportDocument } from '../reports/reports.ts';
import { quoted } from './quoted.ts';
import { safeLine, safeLines } from './safe-text.ts';
import type { ThankYou } from './thank-you.ts';
import { letterWords, placeAndMonth } from './words.ts';

/**
 * A thank-you to print, with the customer's words. It is for the team if a team was thanked.
 * @param agency its name, if it is set.
 */
export function certificateOf(thanks: ThankYou, agency: string | undefined): ReportDocument {
  const { region, recipient, team, comment, cuts, language, letters } = thanks;
  const texts = textsFor('en');
  // The fonts have no character for a masked piece.
  const quote = quoted(comment, cuts).replaceAll(masked, texts.maskedWord);
  const words = letterWords(letters);
  const department = safeLine(region.department.name);
  return {
    template: 'certificate',
    title: `Thank you, ${safeLine(team ?? recipient.name)}`,
    subtitle: [...(agency === undefined ? [] : [safeLine(agency)]), department].join(' · '),
    language: 'en',
    // No day: it could tell who the customer was.
    date: null,
    footer: `${department}: customer service recognition`,
    page: texts.page,
    pageOf: texts.pageOf,
    blocks: [
      { kind: 'lead', text: 'For exceptional customer service', isBelow: false },
      quoteOf(safeLines(quote).join('\n'), language, `A customer, ${placeAndMonth(thanks)}`),
      ...(words.length === 0 ? [] : [{ kind: 'list' as const, items: words }]),
    ],
    attachments: [],
  };
}
