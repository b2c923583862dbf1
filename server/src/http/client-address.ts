import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

const day = 24 * 60 * 60 * 1000;

/**
 * How much of an address is one client: what one customer has one of, an IPv4 address or the first 64 bits of an IPv6 one;
 * or a whole site, whose every customer may have 65,536 of the latter.
 */
export type Reach = 'customer' | 'site';

/** In groups of 16 bits. */
const groups: Record<Reach, number> = { customer: 4, site: 3 };

/**
 * Names a client for a day at most without knowing who it is: a keyed hash of its address. The key lives in memory
 * alone and is replaced every day, so that no address is kept and none can be had from the hash (design §6).
 */
export function clientKeys(clock: () => number, trustProxy: number, reach: Reach = 'customer') {
  // An object, since a key that is given as bytes is made into one for every hash, which costs more than the hash.
  const newKey = () => createSecretKey(randomBytes(32));
  let key = newKey();
  let since = clock();
  return (c: Context): string => {
    if (Math.abs(clock() - since) >= day) {
      key = newKey();
      since = clock();
    }
    return createHmac('sha256', key)
      .update(networkOf(clientAddress(c, trustProxy), groups[reach]))
      .digest('base64url');
  };
}

/** An IPv4 address, or so many groups of an IPv6 one. Some proxies put a port behind it. */
function networkOf(address: string, groups: number): string {
  const bare = /^\[(.*)\](?::\d+)?$/.exec(address)?.[1] ?? /^([^:]+):\d+$/.exec(address)?.[1] ?? address;
  const mapped = /^::ffff:([\d.]+)$/i.exec(bare)?.[1] ?? bare;
  return isIPv6(mapped) ? beginning(mapped, groups) : mapped;
}

/** The beginning of an IPv6 address, every group written out. */
function beginning(address: string, most: number): string {
  const [before = '', after] = address.split('%')[0]!.split('::');
  const groups = before === '' ? [] : before.split(':');
  const zeros = after === undefined ? 0 : 8 - groups.length - (after === '' ? 0 : after.split(':').length);
  const all = [...groups, ...Array<string>(Math.max(0, zeros)).fill('0'), ...(after ? after.split(':') : [])];
  return all
    .slice(0, most)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

/** Proxies append to X-Forwarded-For, so only the last `trustProxy` entries were written by one that is trusted. */
function clientAddress(c: Context, trustProxy: number): string {
  const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map((address) => address.trim());
  const hops = [...forwarded.filter((address) => address !== ''), socketAddress(c)];
  return hops[Math.max(0, hops.length - 1 - trustProxy)] ?? '';
}

function socketAddress(c: Context): string {
  // Without a socket, as in a test that calls the app itself, everyone is one client.
  return c.env?.incoming === undefined ? '' : (getConnInfo(c).remote.address ?? '');
}
