import type { LetterKind, LetterPlaceholder } from '@heart-survey/shared/letters/letters';

/** The letters, as staff read them, and when each is the usual text. */
export const letterNames: Record<LetterKind, { name: string; hint: string }> = {
  acknowledgement: { name: 'Acknowledgement', hint: 'When a case is acknowledged.' },
  extension: { name: 'New date, with the reason', hint: 'When the answer takes longer than promised.' },
  answer: { name: 'Answer', hint: 'When a case is answered.' },
  'second stage': { name: 'Start of the second stage', hint: 'When the writer is not satisfied with the answer.' },
  'second answer': { name: 'Answer of the second stage', hint: 'The last answer. It names the Ombudsman.' },
  'breach notice': {
    name: 'Notice of a breach of privacy',
    hint: 'To the person whose privacy was breached.',
  },
  'commissioner notice': {
    name: 'Notice to the privacy commissioner',
    hint: 'When there was a breach of privacy. Always in English.',
  },
};

/** What each placeholder stands for, as staff read it. */
export const placeholderNames: Record<LetterPlaceholder, string> = {
  name: 'Title and name, as the person wishes',
  received: 'The day on which the case came in',
  reference: 'The case’s reference',
  agency: 'The agency’s name',
  department: 'The department’s name',
  office: 'The office’s name, or the department’s if no office is known',
  ombudsman: 'How to reach the Ombudsman, from “Texts for the public”',
  date: 'The promised date of the answer',
};
