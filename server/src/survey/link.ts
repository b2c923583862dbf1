import { scale, type Rating } from '@heart-survey/shared/items';
import { isChannel, maxHintLength } from '@heart-survey/shared/response';

/** Links say where they stand with `?channel=`; paper is not a link. */
export function channelOf(asked: string | undefined): string {
  return asked !== undefined && isChannel(asked) && asked !== 'paper' ? asked : 'page';
}

/** The link code that a link carries; what is too long to be one is none. */
export function employeeOf(asked: string | undefined): string {
  return asked === undefined || asked.length > maxHintLength ? '' : asked;
}

/** The point that a link chooses beforehand with `?overall=`, if it is one. */
export function ratingOf(asked: string | undefined): Rating | undefined {
  return scale.find((rating) => String(rating) === asked);
}
