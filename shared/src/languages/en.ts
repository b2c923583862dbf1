import type { Catalog, FormTexts } from './catalog.ts';

/** English, wording version 1. The statements follow docs/policies/heart-cws.md: HEART, then overall satisfaction. */
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
    'Please leave out client names, case numbers, and health details. This is not for emergencies: to report abuse or danger, call 911 or your local hotline.',
  personal:
    'This looks like a phone number, email address, case number, or Social Security number. You can remove it or send it as is.',
  send: 'Send my answers',
  about: 'Your answers go to the HEART team for {region}. No account, no cookies, no IP address kept.',
  thisOffice: 'this office',
  privacy: 'Privacy',

  thanksTitle: 'Thank you',
  thanks: 'Your answers went to the HEART team for {region}.',
  thanksNext: 'They read every answer and use it to serve people better.',
  close: 'Close',

  problem: 'There is a problem',
  noRatings: 'Rate at least one statement.',
  badRating: 'Choose one of the five answers, or skip it: “{statement}”',
  commentTooLong: 'Please shorten your comment to 4,000 characters or fewer.',
  alreadySent: 'Answers were already sent from this page. To send these too, press “Send my answers” again.',
  tooLarge: 'That is too long. Please shorten your comment and send it again.',
  tooMany: 'We just got many answers from your network. Yours are still here. Please wait ten minutes, then send them.',
  unavailable: 'Sorry, we could not save your answers. They are still here. Please send them again in a minute.',
  refused: 'Sorry, your answers could not be saved. Please check them and send them again.',

  sending: 'Sending your answers…',
  offline: 'We could not reach the survey. Your answers are still here. Please try again in a moment.',

  notKept:
    'We could not reach the survey, and this device cannot save your answers. They are still here. Please keep this page open and try again.',
  keptTitle: 'Your answers are saved on this device',
  whyKept: {
    offline: 'We could not reach the survey.',
    unavailable: 'The survey could not take your answers.',
    tooMany: 'We just got many answers from your network. We can take yours in about ten minutes.',
  },
  kept: 'Keep this page open, or open it again within 7 days. Your answers will be sent automatically.',

  notFound: 'Please check the link. Your email may have cut it short.',
  retired: 'The survey for {region} has ended.',
};

/** Everything in English. The element bundles only the form's texts above. */
export const en: Catalog = {
  ...enForm,
  name: 'English',
  review: 'draft',
  source: 'Our own wording, based on docs/policies/heart-cws.md; not yet read by the agency.',

  errorPrefix: 'Error:',
  garbled: 'Some characters in your comment were lost. Please check it, then send it again.',
  leaveEmpty: 'Leave this field blank',
  mayShow: 'You may show my words to others',
  mayShowHint: 'For example, on a wall in the office. We leave out your name.',
  group: 'Which of these fits you best?',
  noGroup: 'I would rather not say',
  sendAgain: 'Your answers have not been sent yet. Please press “Send my answers” again.',
  closePage: 'You can close this page now.',

  notFoundTitle: 'Page not found',
  brokenTitle: 'Something went wrong',
  broken: 'We cannot show this page right now. Please try again in a minute.',
  retiredTitle: 'This survey has ended',
  seeAll: 'See all surveys',
  tryAgain: 'Try again',
  startAgain: 'Start over',
  stillThere:
    'Are you still there? Press any key or touch the screen to continue. If you do not, the survey starts over for the next person in 30 seconds.',

  home: {
    lead: 'Did you visit, call, or write to one of our offices? Tell us how it went: six short statements, about one minute.',
    offices: 'Which office would you like to rate?',
    none: 'No surveys are open right now.',
    nextTitle: 'What happens to your answers',
    next: [
      'They go to the office’s HEART team. HEART stands for helpfulness, expertise, attentiveness, respect, and timeliness.',
      'The team reads every answer. Every three months, the office checks its average. The goal is 4 out of 5 or higher.',
      'If an office falls below the goal, it makes a plan to improve. If you thank someone, the team passes it on.',
    ],
    staffTitle: 'For staff',
    signature: 'Add the survey to your email signature',
    print: 'Print a form or a poster',
  },

  privacyPage: {
    lead: 'What this survey keeps, what it does not keep, and who sees it.',
    keptTitle: 'What we keep',
    kept: 'Your ratings and comment, the office they are about, the date and time, the language, and how you got here (from an email, a website, a device at the office, by telephone, or on paper).',
    group:
      'If the form asks which group of customers you belong to, such as clients or partner agencies, we keep your answer. You can leave it blank.',
    link: 'Some links, web pages, and devices are for one group of customers or one survey campaign. If you used one, we keep which group or campaign.',
    publicRecord:
      'What you write may be a public record. Please leave out client names, case numbers, and health details.',
    notKeptTitle: 'What we do not keep',
    notKept:
      'We do not ask who you are. You do not need an account. We use no cookies, do not track you, and send nothing to other companies.',
    address:
      'We never store your IP address. To block mass submissions, we keep a scrambled version of it in memory for up to one day.',
    deviceTitle: 'On your own device',
    device:
      'What you type stays in this tab until you send it. If it cannot be sent, your browser keeps it for up to 7 days and sends it when you are back online. After that, it is deleted.',
    seenTitle: 'Who sees your answers',
    seen: 'The HEART team of the office you rate. If you praise someone, we may send your comment to them and their supervisor, and show it to staff without your name. We show it to the public only if you agree on the form. Apart from that, others see only averages. They see them after the three months are over, and only if at least 11 people answered.',
    longTitle: 'How long we keep them',
    longUnsaid: 'As long as the agency’s records rules require. You can ask us how long that is.',
  },

  accessibility: {
    title: 'Accessibility',
    lead: 'Everyone should be able to answer.',
    standard: 'We build this survey to meet the Web Content Accessibility Guidelines (WCAG) 2.2, level AA.',
    works:
      'It works with a keyboard, a screen reader, large text, high contrast, and a small phone, and with JavaScript turned off. We test every page for this in every language.',
    limitsTitle: 'What still needs work',
    drafts: 'The agency’s translators have not reviewed these languages yet: {languages}.',
    noLimits: 'We do not know of any problems.',
    waysTitle: 'Other ways to answer',
    ways: 'You can print a form in large print and return it, or ask the office for one.',
    tellTitle: 'Tell us about a problem',
    tell: 'If something keeps you from answering, please tell us. We will fix it or find another way for you.',
  },

  contact: {
    title: 'Questions',
    reach: 'You can reach us here:',
    unsaid: 'Please ask the office that you contacted.',
    email: 'Email',
    phone: 'Phone',
    mail: 'Mail',
  },

  print: {
    title: 'The survey on paper',
    lead: 'A large-print form and a poster. Print this page with your browser.',
    sheets: 'What to print',
    both: 'Form and poster',
    form: 'Form only',
    poster: 'Poster only',
    instruction: 'Mark one answer in each row. Skip any that do not apply. We do not ask who you are.',
    date: 'Date of your visit or call',
    returnTo: 'Please send this form to:',
    handIn: 'Please give this form to our staff.',
    online: 'Or answer online:',
    posterLead: 'Tell us in one minute.',
    scan: 'Point your phone’s camera at the square, or go to',
    code: 'QR code for the {region} survey',
    paper: 'Would you rather have a paper form? Please ask us.',
  },

  signature: {
    title: 'Your email signature',
    lead: 'Fill in what your customers should see, copy it, and paste it into your email program. What you type stays on this page.',
    name: 'Name',
    role: 'Title',
    office: 'Office',
    phone: 'Phone',
    region: 'Region or program',
    language: 'Survey language',
    numbers: 'Show the numbers 1 to 5',
    numbersHint:
      'Clicking a number opens the survey with overall satisfaction already rated. Nothing counts until the customer sends it.',
    show: 'Show',
    previewTitle: 'Signature preview',
    copyRich: 'Copy for Outlook or Gmail',
    copyHtml: 'Copy as HTML',
    copyText: 'Copy as plain text',
    copied: 'Copied.',
    copyByHand: 'Your browser does not let us copy. The text is selected, so you can copy it yourself.',
    noScript:
      'JavaScript is off. Select the block below, copy it, paste it into your email program, and type your own name there.',
    yourName: 'Your name',
    yourRole: 'your title',
    yourPhone: 'your phone',
    dial: 'O:',
    question: 'How are we doing? Click on the link to let us know:',
    link: '{region} 1-minute Customer Experience Survey',
    rate: 'I am satisfied with the service I got, on a scale of 1 ({low}) to 5 ({high}):',
    stepsTitle: 'Add it to your email program',
    picture: 'Sketch of {program}. The step numbers show where to click.',
    programs: {
      newOutlook: 'New Outlook',
      classicOutlook: 'Classic Outlook',
      outlookWeb: 'Outlook on the web',
      gmail: 'Gmail',
    },
    steps: {
      newOutlook: [
        'Open Settings (the gear), then Accounts, then Signatures.',
        'Add a signature, click in the large box, and paste.',
        'Choose it for new messages and replies. Click Save.',
      ],
      classicOutlook: [
        'Open File, then Options, then Mail. Click Signatures.',
        'Click New, click in the large box, and paste with the formatting kept.',
        'Choose it for new messages and replies. Click OK.',
      ],
      outlookWeb: [
        'Open Settings (the gear), then Account, then Signatures.',
        'Add a signature, click in the large box, and paste.',
        'Choose it for new messages and replies. Click Save.',
      ],
      gmail: [
        'Open Settings (the gear), then See all settings. Scroll down to Signature.',
        'Click Create new, click in the box beside it, and paste.',
        'Choose it for new emails and replies. Click Save Changes at the bottom.',
      ],
    },
  },

  scripts: {
    title: 'Voicemail and out-of-office messages',
    lead: 'For your phone and for automatic replies, in the language of the survey. Anything that is missing shows as a blank in parentheses.',
    extension: 'Extension',
    date: 'Date of the greeting',
    from: 'First day away',
    to: 'Last day away',
    colleague: 'Colleague to contact',
    colleagueHint: 'A name, and a phone number or email address',
    copy: 'Copy',
    greetingTitle: 'Voicemail greeting',
    greeting:
      'You have reached the office of {name}, {position}, extension {extension} on {date}. I am currently unavailable, but please leave your name, contact information and a reason for your call, or for immediate assistance press zero. Thank you.',
    awayTitle: 'Out-of-office voicemail',
    away: 'You have reached the office of {name}, {position} at extension {extension}. I will be out of the office from {from} to {to}, and will be unavailable during this time. Please leave your name, contact information and a reason for your call, or for immediate assistance press zero. Thank you.',
    replyTitle: 'Out-of-office email',
    reply:
      'Thank you for your email. I am out of the office from {from} to {to} and am not checking email. If you need help before I am back, please contact {colleague}.',
    blanks: {
      name: '(name)',
      position: '(position)',
      extension: '(extension)',
      date: '(date)',
      colleague: '(colleague’s name and contact information)',
    },
  },
};
