import { caseFile, type desk } from '../database/schema.ts';

/** What a case is about (docs/policies/dufferin-2-3-12.md, section 6.1, and what agencies are asked besides). */
export const kinds = caseFile.kind.enumValues;
export type CaseKind = (typeof kinds)[number];

/** How a case came in. `comment`: a survey comment; `survey`: the form, from the survey's thank-you page. */
export const channels = caseFile.channel.enumValues;
export type Channel = (typeof channels)[number];

/** Who may see a case besides its owner. See `caseFile` in the schema. */
export type Sight = (typeof caseFile.sight.enumValues)[number];

/** The maximum length of what happened and of a message, in UTF-16 units. */
export const maxCaseText = 20_000;

type Duty = NonNullable<(typeof desk.$inferSelect)['duty']>;

/**
 * The desk that usually gets a kind: privacy goes to the Clerk (docs/policies/dufferin-2-3-12.md, section 6.3), damage to the
 * Treasury (section 6.4), and what is about elected officials to the chief administrative officer.
 */
export const usualDuty: Record<CaseKind, Duty> = {
  privacy: 'clerk',
  damage: 'treasury',
  delivery: 'department',
  level: 'department',
  courtesy: 'department',
  officials: 'chief administrative officer',
  discrimination: 'accessibility',
  access: 'accessibility',
  other: 'department',
};

/** The kinds, as staff read them. */
export const kindNames: Record<CaseKind, string> = {
  privacy: 'Breach of privacy',
  damage: 'Insurance claim, property or vehicle damage',
  delivery: 'Service delivery',
  level: 'Service level',
  courtesy: 'Lack of customer service',
  officials: 'Access to elected officials',
  discrimination: 'Discrimination or accessibility',
  access: 'Information in another format or language',
  other: 'Other',
};

/** The channels, as staff read them. */
export const channelNames: Record<Channel, string> = {
  form: 'Public form',
  survey: 'Public form, from the survey',
  comment: 'Survey comment',
  phone: 'Phone call',
  voicemail: 'Voicemail',
  counter: 'In person',
  letter: 'Letter',
  fax: 'Fax',
  email: 'Email',
  'social media': 'Social media',
};

/** The maximum size of a form with such a text, in bytes: as sent, a character can take nine. */
export const maxCaseForm = 256 * 1024;
