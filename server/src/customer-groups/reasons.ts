import type { GroupYear, GroupYearReason } from '../figures/figures.ts';

/** Why a fiscal year has no figures by customer group outside the department. */
export const reasonWords: Record<GroupYearReason, string> = {
  'quarter missing': 'They are shown only for a year in which all four quarters were closed.',
  'total withheld': 'The figures of all regions together are withheld for one of its quarters.',
  restated: 'The latest version of one of its quarters is not shown outside the department.',
  deleted: 'Some of the responses had already been deleted for their age.',
  'not made': 'They could not be counted because of an error, which is in the system’s log.',
  'few people': 'Together with the figures by region, they would show what a few people answered.',
};

/** Whether a quarter of the year was restated after the year was put together. */
export function isRestated({ used }: GroupYear): boolean {
  return used.some(({ version, latest }) => latest > version);
}
