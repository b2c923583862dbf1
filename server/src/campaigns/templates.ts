/** A campaign to start from, for colleagues in other offices. */
export interface Template {
  id: string;
  name: string;
  purpose: string;
  /** How long it runs, in days. */
  days: number;
  /** The first sentences of the invitation. */
  invitation: string;
}

/**
 * Ready campaigns for internal customers: junior ambassadors capture their experience through campaigns
 * (docs/policies/heart-cws.md, roles).
 */
export const templates: readonly Template[] = [
  {
    id: 'partners',
    name: 'Offices we work with',
    purpose:
      'Ask the offices that send us cases, or receive cases from us, how it is to work with us: whether we answer, know our work, and keep our dates.',
    days: 21,
    invitation:
      'You and your team work with our office. Please tell us how we did the last time you needed something from us.',
  },
  {
    id: 'support',
    name: 'Colleagues we support',
    purpose:
      'Ask the colleagues whom our unit supports, for example with personnel, payments, supplies or computers, how we handled their last request.',
    days: 14,
    invitation:
      'You asked our unit for help in the past few weeks. Please tell us how we handled your last request, so that we can do better.',
  },
  {
    id: 'training',
    name: 'After a training or meeting',
    purpose: 'Ask those who attended how we ran the training or meeting, while they still remember it.',
    days: 7,
    invitation: 'Thank you for coming. Please tell us how we did before, during and after the session.',
  },
];

/** The template with that id, if there is one. */
export function templateFor(id: string | null): Template | undefined {
  return templates.find((template) => template.id === id);
}
