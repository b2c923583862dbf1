import type { FeedbackTexts } from '../feedback/feedback-texts.ts';
import type { InterviewTexts } from '../interview/interview-texts.ts';
import type { InvitationTexts } from '../invitations/invitation-texts.ts';
import type { LetterTexts } from '../letters/letter-texts.ts';
import type { ResultsTexts } from '../results/results-texts.ts';
import type { Catalog } from './catalog.ts';

// A catalog as a translator sees it: a list of messages, each with a path such as `items.respect.word`.

/** Keys with facts about the catalog, which respondents do not read. */
const facts = new Set(['tag', 'name', 'direction', 'review', 'source']);

/** Every message by its path, in the order of the catalog. */
export function messagesOf(
  catalog: Catalog | FeedbackTexts | InterviewTexts | InvitationTexts | LetterTexts | ResultsTexts,
): Map<string, string> {
  const parts = Object.entries(catalog).filter(([key]) => !facts.has(key));
  return new Map(parts.flatMap(([key, value]) => messagesIn(value, key)));
}

function messagesIn(value: unknown, path: string): [path: string, message: string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, part]) => messagesIn(part, `${path}.${key}`));
}

/** The placeholders in a message, such as `{region}`, in alphabetical order. */
export function placeholdersOf(message: string): string[] {
  return [...message.matchAll(/\{\w*\}/g)].map(([name]) => name).toSorted();
}

/** How long a translation may be, in UTF-16 units, so that labels fit and sentences stay readable. */
export function roomFor(english: string): number {
  return 2 * english.length + 12;
}
