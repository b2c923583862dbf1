import { catalogs } from '@heart-survey/shared/languages/languages';
import type { DirectedText, LetterDocument } from '../reports/reports.ts';
import type { Letter, LetterContent } from './letter.ts';

/** For the languages whose script depends on the region. */
const regions: Record<string, string> = { 'zh-Hans': 'CN', 'zh-Hant': 'TW' };

/** A letter as it was sent, for the typesetter. */
export function letterDocument(
  { language, day }: Pick<Letter, 'language' | 'day'>,
  content: LetterContent,
): LetterDocument {
  const { letterhead, addressee, date, reference, text, signature } = content;
  const direction = catalogs[language]?.direction ?? 'ltr';
  const directed = (lines: readonly string[], usual = direction) =>
    lines.map((line): DirectedText => ({ text: line, direction: directionOf(line, usual) }));
  const [agency = ''] = letterhead;
  return {
    template: 'letter',
    title: `${reference} · ${agency}`,
    subtitle: reference,
    author: agency,
    language: language.split('-')[0]!,
    region: regions[language] ?? null,
    direction,
    date: day,
    // A phone number stands below the name, on its side.
    letterhead: directed(letterhead, directionOf(agency, direction)),
    addressee: directed(addressee),
    facts: directed([date, reference]),
    paragraphs: directed(text.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== '')),
    signature: directed(signature),
    footer: `${agency} · ${reference}`,
    attachments: [],
  };
}

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** The direction of the first letter, as browsers choose it (`dir="auto"`). */
function directionOf(text: string, usual: 'ltr' | 'rtl'): 'ltr' | 'rtl' {
  const [first] = text.match(/\p{L}/u) ?? [];
  if (first === undefined) return usual;
  return rightToLeft.test(first) ? 'rtl' : 'ltr';
}
