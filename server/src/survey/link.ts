import { scale, type Rating } from '@heart-survey/shared/items';
import { isChannel, isEnteredByStaff, maxHintLength } from '@heart-survey/shared/response';
import type { LinkOptions } from '@heart-survey/shared/survey-link';
import type { Context } from 'hono';

/** Links name their channel with `?channel=`. What staff enter is not a link. */
export function channelOf(asked: string | undefined): string {
  return asked !== undefined && isChannel(asked) && !isEnteredByStaff(asked) ? asked : 'page';
}

/** What a link carries besides its language and rating: the codes of an employee, a customer group and a campaign. */
export type Carried = Pick<LinkOptions, 'employee' | 'group' | 'campaign'>;

/** The codes in the page's address. */
export function carriedBy(c: Context): Carried {
  const code = (name: string) => codeOf(c.req.query(name)) || undefined;
  return { employee: code('employee'), group: code('group'), campaign: code('campaign') };
}

/** A code in a link. Anything too long is ignored. */
function codeOf(asked: string | undefined): string {
  return asked === undefined || asked.length > maxHintLength ? '' : asked;
}

/** The rating that a link preselects with `?overall=`, if it is valid. */
export function ratingOf(asked: string | undefined): Rating | undefined {
  return scale.find((rating) => String(rating) === asked);
}
