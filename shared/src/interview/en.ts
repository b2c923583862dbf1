import type { InterviewTexts } from './interview-texts.ts';

export const en: InterviewTexts = {
  source: 'Our own wording; not yet read by the agency.',

  opening:
    'Hello, I am calling from {department}. We would like to know how we are doing. May I read you six short statements? It takes about one minute. You can skip any of them, or stop at any time. We do not keep your name or your phone number with your answers.',
  declined: 'That is fine. Thank you for your time. Goodbye.',
  scale: 'Please answer each statement with a number from 1 to 5. 1 means “{low},” and 5 means “{high}.”',
  closing: 'Thank you. Our team reads every answer and uses it to serve people better. Goodbye.',
};
