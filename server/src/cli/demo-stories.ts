import type { CauseClass, Strength } from '../action-plans/action-plans.ts';

/** The history of one plan in the sample data. */
export interface Story {
  region: string;
  /** The quarter that it is for: how many quarters before the current one. */
  ago: number;
  causeClass: CauseClass;
  cause: string;
  /** In hundredths. */
  goal: number;
  actions: { text: string; strength: Strength; evidence?: string; dropped?: string }[];
  /** How far it got. */
  until: 'written' | 'sent' | 'returned' | 'agreed' | 'completed';
  /** Why it was returned, or completed without a verdict. */
  reason?: string;
}

const moreResponses = 'Put the survey link into the email signature of everyone in the region.';

/** Plans in every stage, with every verdict. */
export const stories: Story[] = [
  {
    region: 'east',
    ago: 5,
    causeClass: 'process',
    cause: 'Calls go through three menus. People who wait longer than ten minutes hang up and start again.',
    goal: 420,
    actions: [
      {
        text: 'Send all calls to one queue with a call-back option.',
        strength: 'strong',
        evidence: 'The call-back option is in use. Half of all callers choose it.',
      },
      {
        text: 'Put a second clerk on the phones from 11 a.m. to 2 p.m.',
        strength: 'intermediate',
        evidence: 'On the schedule since the first week.',
      },
    ],
    until: 'completed',
  },
  {
    region: 'south',
    ago: 5,
    causeClass: 'volume',
    cause: 'New cases rose by a third, and four positions were vacant.',
    goal: 415,
    actions: [
      {
        text: 'Send a reminder about call-back times to all teams.',
        strength: 'weak',
        evidence: 'The reminder was sent.',
      },
      { text: 'Fill the four vacant positions.', strength: 'strong', dropped: 'The county froze hiring.' },
    ],
    until: 'agreed',
  },
  {
    region: 'central',
    ago: 5,
    causeClass: 'place',
    cause: 'The lobby was closed for repairs, and people waited outside.',
    goal: 410,
    actions: [
      { text: 'Reopen the lobby.', strength: 'strong', evidence: 'Open again.' },
      { text: 'Post the waiting time at the door.', strength: 'weak', evidence: 'Posted every morning.' },
    ],
    until: 'agreed',
  },
  {
    region: 'north-coastal',
    ago: 5,
    causeClass: 'information',
    cause: 'The letter about visits did not say whom to call.',
    goal: 410,
    actions: [
      { text: 'Put the name and number of the team on every letter.', strength: 'strong', evidence: 'New template.' },
    ],
    until: 'agreed',
  },
  {
    region: 'north-central',
    ago: 5,
    causeClass: 'people',
    cause: 'New staff had no training in the new case system.',
    goal: 410,
    actions: [{ text: 'Two hours of training for everyone.', strength: 'weak', evidence: 'Everyone attended.' }],
    until: 'agreed',
  },
  {
    region: 'adoptions',
    ago: 5,
    causeClass: 'other',
    cause: 'Too few people answer to know. Two were unhappy about a long wait for papers.',
    goal: 420,
    actions: [{ text: moreResponses, strength: 'intermediate', evidence: 'All signatures have the link.' }],
    until: 'agreed',
  },
  {
    region: 'north-central',
    ago: 3,
    causeClass: 'people',
    cause: 'Training did not change much: the case system itself is slow.',
    goal: 410,
    actions: [
      {
        text: 'Ask for a faster connection to the case system.',
        strength: 'intermediate',
        dropped: 'Part of the next plan.',
      },
    ],
    until: 'completed',
    reason: 'The plan for the next quarter continues with the same cause and stronger actions.',
  },
  {
    region: 'south',
    ago: 3,
    causeClass: 'volume',
    cause: 'The vacant positions are still open. People wait nine days for a callback.',
    goal: 410,
    actions: [
      {
        text: 'Move two positions from the north, as agreed with the director.',
        strength: 'strong',
        evidence: 'Both started.',
      },
      { text: 'A weekly list of calls older than three days.', strength: 'intermediate' },
    ],
    until: 'agreed',
  },
  {
    region: 'north-central',
    ago: 2,
    causeClass: 'process',
    cause: 'Workers enter the same visit in two systems, so they answer calls late.',
    goal: 415,
    actions: [{ text: 'Enter each visit once: link the two systems.', strength: 'strong' }],
    until: 'agreed',
  },
  {
    region: 'north-coastal',
    ago: 2,
    causeClass: 'process',
    cause: 'The new letters go out a week late.',
    goal: 410,
    actions: [{ text: 'Print the letters every day instead of every Friday.', strength: 'strong' }],
    until: 'sent',
  },
  {
    region: 'south',
    ago: 2,
    causeClass: 'volume',
    cause: 'Calls are still returned late.',
    goal: 410,
    actions: [{ text: 'Try harder to call back in time.', strength: 'weak' }],
    until: 'returned',
    reason: 'Trying harder is not an action. What will be different, who does it, and by when?',
  },
  {
    region: 'clinics',
    ago: 3,
    causeClass: 'place',
    cause: 'Two of the five clinics were closed for repairs, and the others had no room to wait.',
    goal: 420,
    actions: [
      {
        text: 'Open a walk-in clinic on Saturdays.',
        strength: 'strong',
        evidence: 'Open every Saturday from 9 a.m. to 1 p.m.',
      },
      {
        text: 'Send a text message when it is almost your turn.',
        strength: 'intermediate',
        evidence: 'Half of all visitors sign up for it.',
      },
    ],
    until: 'agreed',
  },
];
