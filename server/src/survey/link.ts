import { scale, type Rating } from '@heart-survey/shared/items';
import { isChannel } from '@heart-survey/shared/response';

/** Links say where they stand with `?channel=`; paper is not a link. */
export function channelOf(asked: string | undefined): string {
  return asked !== undefined && isChannel(asked) && asked !== 'paper' ? asked : 'page';
}

/** The point that a link chooses beforehand with `?overall=`, if it is one. */
export function ratingOf(asked: string | undefined): Rating | undefined {
  return scale.find((rating) => String(rating) === asked);
}
