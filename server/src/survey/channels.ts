import { isChannel, type Channel } from '@heart-survey/shared/response';

const words: Record<Channel, string> = {
  signature: 'E-mail signature',
  embed: 'Page of an agency',
  page: 'Survey page',
  paper: 'Paper',
  kiosk: 'Kiosk',
};

/** How a response came, for the staff's pages; undefined where it was not said. */
export function channelInWords(channel: string | null): string | undefined {
  return isChannel(channel) ? words[channel] : undefined;
}
