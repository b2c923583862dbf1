import type { InvitationTexts } from './invitation-texts.ts';

export const en: InvitationTexts = {
  source: 'Our own wording; not yet read by the agency.',

  subject: 'How are we doing? {campaign}',
  reminderSubject: 'Reminder: How are we doing? {campaign}',
  link: 'The survey takes about one minute:',
  links: 'The survey takes about one minute. Choose the office that you dealt with:',
  answered: 'Ignore this if you have answered. We do not know who has, so everyone gets this reminder.',
  until: 'The survey is open until {date}. Everyone gets the same link, and we do not store who answered.',
  remindersLeft: ['We send two reminders at most.', 'We send one more reminder at most.', 'This is the last reminder.'],
  deleted:
    'We delete the list with your address on {date}. Our backups keep it a few weeks longer. To be taken off it sooner, reply to this email. Then our office will not invite you again.',
};
