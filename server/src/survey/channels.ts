import { isChannel, type Channel } from '@heart-survey/shared/response';

const words: Record<Channel, string> = {
  signature: 'Email signature',
  embed: 'Agency website',
  page: 'Survey page',
  paper: 'Paper',
  kiosk: 'Kiosk',
  phone: 'Telephone interview',
};

/** The channel of a response in words, for staff pages. Undefined if it is unknown. */
export function channelInWords(channel: string | null): string | undefined {
  return isChannel(channel) ? words[channel] : undefined;
}
