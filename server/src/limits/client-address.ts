import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import ipaddr from 'ipaddr.js';

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
 * alone and is replaced every day, so that no address is kept and none can be had from the hash (docs/design.md §6).
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

/**
 * An IPv4 address, or so many groups of an IPv6 one, in one spelling. An IPv4 address written as IPv6 is the IPv4 address.
 * What is no address stands for itself. Some proxies put a port behind it.
 */
function networkOf(address: string, groups: number): string {
  const bare = /^\[(.*)\](?::\d+)?$/.exec(address)?.[1] ?? /^([^:]+):\d+$/.exec(address)?.[1] ?? address;
  if (!ipaddr.isValid(bare)) return bare;
  const read = ipaddr.process(bare);
  if (read instanceof ipaddr.IPv4) return read.toString();
  return read.parts
    .slice(0, groups)
    .map((part) => part.toString(16))
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
