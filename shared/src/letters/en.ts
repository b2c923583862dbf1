import type { LetterTexts } from './letter-texts.ts';

const text = (...paragraphs: string[]) => paragraphs.join('\n\n');

/** English. What the letters say follows docs/policies/dufferin-2-3-12.md, sections 6.3 and 6.5. */
export const en: LetterTexts = {
  source: 'Our own wording; not yet read by the agency.',

  letters: {
    acknowledgement: text(
      'Dear {name},',
      'We got your message on {received}. Thank you for telling us.',
      'We will look into it, and then we will write to you.',
      'You will get an answer by {date}. If we need more time, we will give you a new date.',
      'Sincerely,',
    ),
    extension: text(
      'Dear {name},',
      'We are still looking into what you told us on {received}.',
      'We need more time, because ___',
      'You will get our answer by {date}. We are sorry that you have to wait.',
      'Sincerely,',
    ),
    answer: text(
      'Dear {name},',
      'On {received}, you told us about ___',
      'This is what we found: ___',
      'This is what we did: ___',
      'If you are not satisfied with this answer, tell us. Someone else will look at it again.',
      'Sincerely,',
    ),
    'second stage': text(
      'Dear {name},',
      'You told us that you are not satisfied with our answer. Thank you for letting us know.',
      'Someone else will look at it again. They did not work on our first answer.',
      'You will get an answer by {date}.',
      'Sincerely,',
    ),
    'second answer': text(
      'Dear {name},',
      'You asked us to look again at what you told us on {received}. Someone who did not work on our first answer did so.',
      'This is what we found: ___',
      'This is what we did: ___',
      'This is our last answer. If you are not satisfied with it, you can go to the Ombudsman.',
      '{ombudsman}',
      'Sincerely,',
    ),
    'breach notice': text(
      'Dear {name},',
      'We did not keep your private information safe. We are sorry.',
      'This is what happened: ___',
      'This is the information: ___',
      'This is what we did about it: ___',
      'This is what you can do: ___',
      'If you have questions, call or write to us. Please give us this number: {reference}.',
      'You can also complain to the privacy commissioner: ___',
      'Sincerely,',
    ),
    'commissioner notice': text(
      'Dear {name},',
      'We are reporting a breach of privacy. We were told about it on {received}.',
      'This is what happened: ___',
      'This is the information, and how many people it is about: ___',
      'We told these people on: ___',
      'This is what we did, and what we will do to keep it from happening again: ___',
      'Our number for this case is {reference}.',
      'Sincerely,',
    ),
  },

  ombudsman: 'Ask us for the phone number and the address of the Ombudsman, or look online.',
};
