import { caseReferral } from '../database/schema.ts';

// The fields of the forms about a need that is passed on. Their names begin with what opens the form again.

/** How the writer answered. */
export const ways = caseReferral.permissionWay.enumValues;

/** The maximum length of an agency's name, in UTF-16 units. */
export const maxAgency = 200;

export const askFields = { agency: 'referral-new-agency', need: 'referral-new-text' };

/** Those of one need. */
export const stepFields = (id: string) => ({
  permission: { answer: `permission-${id}-answer`, way: `permission-${id}-way` },
  passing: { followUpOn: `passing-${id}-date` },
  followUp: { outcome: `follow-up-${id}-text` },
});
