import type { Catalogue, FormTexts } from './catalogue.ts';

/** English, wording version 1. The statements follow policies/heart-cws: HEART and overall satisfaction. */
export const enForm: FormTexts = {
  tag: 'en',
  name: 'English',
  direction: 'ltr',
  review: 'draft',
  items: {
    helpfulness: { word: 'Helpfulness', statement: 'Staff helped me with what I needed.' },
    expertise: { word: 'Expertise', statement: 'Staff knew how to do their work.' },
    attentiveness: { word: 'Attentiveness', statement: 'Staff listened to me with care.' },
    respect: { word: 'Respect', statement: 'Staff treated me with respect.' },
    timeliness: { word: 'Timeliness', statement: 'Staff got back to me in good time.' },
    overall: { word: 'Overall', statement: 'All in all, I am satisfied with the service I got.' },
  },
  scale: ['Strongly disagree', 'Disagree', 'Neither agree nor disagree', 'Agree', 'Strongly agree'],

  title: 'How are we doing?',
  lead: 'Six short statements, about one minute. Skip any that do not apply. We do not ask who you are.',
  comment: 'Would you like to tell us more, or thank someone?',
  notice:
    'Please leave out names of clients, case numbers and health details. Not for emergencies: to report abuse or danger, call 911 or your local hotline.',
  personal:
    'This looks like a phone number, an e-mail address, or a case or Social Security number. You can take it out; you can also send it as it is.',
  send: 'Send my answers',
  about: 'Your answers go to the HEART team of {region}. No account, no cookies, no address is kept.',
  thisOffice: 'this office',
  privacy: 'Privacy',

  thanksTitle: 'Thank you',
  thanks: 'Your answers are with the HEART team of {region}.',
  thanksNext: 'They read every answer and use it to serve people better.',
  close: 'Close',

  problem: 'There is a problem',
  noRatings: 'Rate at least one statement.',
  badRating: 'Choose one of the five answers, or none: “{statement}”',
  commentTooLong: 'Please shorten your comment to 4,000 characters or less.',
  alreadySent:
    'Answers were sent from this page before. If you want to send these as well, press “Send my answers” once more.',
  tooLarge: 'That was more than we can take. Please shorten your comment and send it again.',
  tooMany:
    'Many answers came from your network just now. Yours are still here. Please wait ten minutes, then send them.',
  unavailable:
    'We are sorry: we could not save your answers just now. They are still here. Please send them again in a minute.',
  refused: 'We are sorry: your answers could not be saved. Please check them and send them again.',

  sending: 'Sending your answers…',
  offline: 'We could not reach the survey. Your answers are still here. Please try again in a moment.',

  notKept:
    'We could not reach the survey, and this device cannot keep your answers. They are still here. Please leave this page open and try again.',
  keptTitle: 'Your answers are kept',
  kept: 'We could not reach the survey just now. Your answers wait on this device. Leave this page open, or open it again within 7 days: they will be sent on their own as soon as you are connected.',

  notFound: 'Please check the link. It may have been cut short in your mail.',
  retired: 'The survey of {region} does not take answers any more.',
};

/** The element brings the form's English along and leaves this behind. */
export const en: Catalogue = {
  ...enForm,
  languages: 'Language',
  chooseOffice: 'Which office would you like to rate?',
  errorPrefix: 'Error:',
  garbled: 'Some letters did not reach us whole. Please check your comment, then send it again.',
  sendAgain: 'Your answers were not sent yet. Please press “Send my answers” once more.',
  notFoundTitle: 'This page is not here',
  brokenTitle: 'We are sorry',
  broken: 'This page cannot be shown just now. Please try again in a minute.',
  retiredTitle: 'This survey has ended',
  closePage: 'You can close this page now.',
};
