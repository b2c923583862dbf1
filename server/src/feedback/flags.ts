import { hash } from 'node:crypto';
import { gathering, isFast, plainText } from '../responses/responses.ts';

// A message that may be spam is stored like any other, and flagged for whoever reads it. Nothing is rejected on suspicion.

const tenMinutes = 10 * 60 * 1000;
/** How many equal texts in ten minutes make a burst, and how many messages from one network are many. */
const enough = { burst: 5, many: 10 };

/** What is known about how a message was sent. Only the flags that result from it are stored. */
export interface Sending {
  /** The id of the page that it was written on, which has the time in it; empty if there is none. */
  page: string;
  text: string;
  /** Identifies the network for at most a day without storing its address. */
  client: string;
  /** Whether the hidden field was filled in. */
  isTrapped: boolean;
  /** Whether a page of another site sent it. */
  isForeign: boolean;
}

/** @returns a function that gives the flags of a message. It remembers messages for ten minutes, as hashes. */
export function createFlagging(): (sending: Sending, at: number) => string[] {
  const texts = gathering(tenMinutes);
  const networks = gathering(tenMinutes);
  return ({ page, text, client, isTrapped, isForeign }, at) => {
    const same = texts.add(hash('sha256', plainText(text), 'base64url'), '', at, enough.burst);
    const near = networks.add(client, '', at, enough.many);
    return [
      ...(isTrapped ? ['trap'] : []),
      ...(isFast(page, at) ? ['fast'] : []),
      ...(isForeign ? ['foreign'] : []),
      ...(same.length > 0 ? ['burst'] : []),
      ...(near.length > 0 ? ['many'] : []),
    ];
  };
}
