import { scale, type Rating } from '@heart-survey/shared/items';
import { isChannel, maxHintLength } from '@heart-survey/shared/response';

/** Links name their channel with `?channel=`. Paper is not a link. */
export function channelOf(asked: string | undefined): string {
  return asked !== undefined && isChannel(asked) && asked !== 'paper' ? asked : 'page';
}

/** The employee's code in a link. Anything too long is ignored. */
export function employeeOf(asked: string | undefined): string {
  return asked === undefined || asked.length > maxHintLength ? '' : asked;
}

/** The rating that a link preselects with `?overall=`, if it is valid. */
export function ratingOf(asked: string | undefined): Rating | undefined {
  return scale.find((rating) => String(rating) === asked);
}
