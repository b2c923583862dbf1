import type { Catalogue, FormTexts } from './catalogue.ts';

/** English, wording version 1. The statements follow docs/policies/heart-cws.md: HEART and overall satisfaction. */
export const enForm: FormTexts = {
  tag: 'en',
  direction: 'ltr',
  items: {
    helpfulness: { word: 'Helpfulness', statement: 'Staff helped me with what I needed.' },
    expertise: { word: 'Expertise', statement: 'Staff knew how to do their work.' },
    attentiveness: { word: 'Attentiveness', statement: 'Staff listened to me with care.' },
    respect: { word: 'Respect', statement: 'Staff treated me with respect.' },
    timeliness: { word: 'Timeliness', statement: 'Staff got back to me in good time.' },
    overall: { word: 'Overall', statement: 'All in all, I am satisfied with the service I got.' },
  },
  scale: ['Strongly disagree', 'Disagree', 'Neither agree nor disagree', 'Agree', 'Strongly agree'],

  languages: 'Language',
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
  whyKept: {
    offline: 'We could not reach the survey just now.',
    unavailable: 'We could not save your answers just now.',
    tooMany: 'Many answers came from your network just now. We can take yours in about ten minutes.',
  },
  kept: 'Your answers wait on this device. Leave this page open, or open it again within 7 days: they will be sent on their own.',

  notFound: 'Please check the link. It may have been cut short in your mail.',
  retired: 'The survey of {region} does not take answers any more.',
};

/** The element brings the form's English along and leaves this behind. */
export const en: Catalogue = {
  ...enForm,
  name: 'English',
  review: 'draft',
  source: 'Our own, after docs/policies/heart-cws.md; not yet read by the agency.',

  errorPrefix: 'Error:',
  garbled: 'Some letters did not reach us whole. Please check your comment, then send it again.',
  leaveEmpty: 'Leave this field empty',
  sendAgain: 'Your answers were not sent yet. Please press “Send my answers” once more.',
  closePage: 'You can close this page now.',

  notFoundTitle: 'This page is not here',
  brokenTitle: 'We are sorry',
  broken: 'This page cannot be shown just now. Please try again in a minute.',
  retiredTitle: 'This survey has ended',
  seeAll: 'See all surveys',
  tryAgain: 'Try again',
  startAgain: 'Start again',
  stillThere:
    'Are you still there? Press any key or touch the screen to go on. Otherwise the survey starts again for the next person in 30 seconds.',

  home: {
    lead: 'You were in touch with one of our offices. Tell us how it went: six short statements, about one minute.',
    offices: 'Which office would you like to rate?',
    none: 'No survey takes answers at present.',
    nextTitle: 'What happens with your answers',
    next: [
      'They go to the HEART team of the office. HEART stands for helpfulness, expertise, attentiveness, respect and timeliness.',
      'The team reads every answer. Every three months the office works out its average. The goal is 4 out of 5 or higher.',
      'If an office falls below the goal, it makes a plan to do better. If you thank someone, the team passes it on.',
    ],
    staffTitle: 'For staff',
    signature: 'Put the survey into your e-mail signature',
    print: 'Print a form or a poster',
  },

  privacyPage: {
    lead: 'What this survey keeps, what it does not keep, and who sees it.',
    keptTitle: 'What we keep',
    kept: 'Your ratings and your comment, which office they are about, the day and time, the language, and how you came here (from an e-mail, a website, a device at the office, or on paper).',
    publicRecord:
      'What you write may be a public record. Please leave out names of clients, case numbers and health details.',
    notKeptTitle: 'What we do not keep',
    notKept:
      'We do not ask who you are. There is no account and no cookie, nothing is tracked, and nothing goes to any other company.',
    address:
      'Your network address is never written down. To stop floods of answers, a scrambled form of it stays in memory for one day at most.',
    deviceTitle: 'On your own device',
    device:
      'What you type stays in this tab until you send it. If it cannot be sent, it waits in your browser for up to 7 days and is sent when you are connected. After that it is gone.',
    seenTitle: 'Who sees your answers',
    seen: 'The HEART team of the office that you rate. Others see averages alone, after the three months are over, and only if at least 11 people answered.',
    longTitle: 'How long we keep them',
    longUnsaid: 'As long as the agency’s rules for its records say. You can ask us.',
  },

  accessibility: {
    title: 'Accessibility',
    lead: 'Everyone should be able to answer.',
    standard: 'We build this survey to the Web Content Accessibility Guidelines (WCAG) 2.2, level AA.',
    works:
      'It works with a keyboard, a screen reader, large text, high contrast, a small phone, and where scripts are off. We test each page for this in every language.',
    limitsTitle: 'What is not good yet',
    drafts: 'No translator of the agency has read these languages yet: {languages}.',
    noLimits: 'We know of nothing at present.',
    waysTitle: 'Other ways to answer',
    ways: 'You can print a form in large print and send it back, or ask the office for one.',
    tellTitle: 'Tell us about a problem',
    tell: 'If something keeps you from answering, please tell us. We will mend it or find another way for you.',
  },

  contact: {
    title: 'Questions',
    reach: 'You can reach us here:',
    unsaid: 'Please ask the office that you were in touch with.',
    email: 'E-mail',
    phone: 'Phone',
    mail: 'Mail',
  },

  print: {
    title: 'The survey on paper',
    lead: 'A form in large print and a poster, each on one sheet. Print this page with your browser.',
    sheets: 'Sheets',
    both: 'Form and poster',
    form: 'Form alone',
    poster: 'Poster alone',
    instruction: 'Mark one answer in each row. Skip any that do not apply. We do not ask who you are.',
    date: 'Date of your visit or call',
    returnTo: 'Please send this form to:',
    handIn: 'Please give this form to our staff.',
    online: 'Or answer online:',
    posterLead: 'Tell us in one minute.',
    scan: 'Point the camera of your phone at the square, or go to',
    code: 'QR code of the survey of {region}',
    paper: 'Would you rather have a paper form? Please ask us.',
  },

  signature: {
    title: 'Your e-mail signature',
    lead: 'Fill in what your customers should see, copy it, and paste it into your mail program. Nothing that you type leaves this page.',
    name: 'Name',
    role: 'Title',
    office: 'Office',
    phone: 'Phone',
    region: 'Region or program',
    language: 'Language of the survey',
    numbers: 'Show the numbers 1 to 5',
    numbersHint: 'A number opens the survey with overall satisfaction chosen. Nothing counts until it is sent.',
    show: 'Show',
    previewTitle: 'This is how it looks',
    copyRich: 'Copy for Outlook or Gmail',
    copyHtml: 'Copy as HTML',
    copyText: 'Copy as plain text',
    copied: 'Copied.',
    copyByHand: 'This browser does not let us copy. The signature is marked: copy it by hand.',
    noScript:
      'Scripts are off. Mark the block below, copy it, and put your own name into it once it stands in your mail program.',
    yourName: 'Your name',
    yourRole: 'your title',
    yourPhone: 'your phone',
    dial: 'O:',
    question: 'How are we doing? Click on the link to let us know:',
    link: '{region} 1-minute Customer Experience Survey',
    rate: 'I am satisfied with the service I got, 1 ({low}) to 5 ({high}):',
    stepsTitle: 'Put it into your mail program',
    picture: 'Sketch of {program}: the numbers of the steps stand where you click.',
    programs: {
      newOutlook: 'New Outlook',
      classicOutlook: 'Classic Outlook',
      outlookWeb: 'Outlook on the web',
      gmail: 'Gmail',
    },
    steps: {
      newOutlook: [
        'Open Settings (the gear), then Accounts, then Signatures.',
        'Add a signature, click into the large field, and paste.',
        'Choose it for new messages and for replies. Press Save.',
      ],
      classicOutlook: [
        'Open File, then Options, then Mail. Press Signatures.',
        'Press New, click into the large field, and paste with the formatting kept.',
        'Choose it for new messages and for replies. Press OK.',
      ],
      outlookWeb: [
        'Open Settings (the gear), then Account, then Signatures.',
        'Add a signature, click into the large field, and paste.',
        'Choose it for new messages and for replies. Press Save.',
      ],
      gmail: [
        'Open Settings (the gear), then See all settings. Go down to Signature.',
        'Press Create new, click into the field beside it, and paste.',
        'Choose it for new e-mails and for replies. Press Save Changes at the bottom.',
      ],
    },
  },
};
