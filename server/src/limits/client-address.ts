import { hash, randomBytes } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

const day = 24 * 60 * 60 * 1000;

/** A request, as much of it as says where it comes from. */
export interface Asking {
  /** @param name in lower case. */
  req: { header(name: string): string | undefined };
  /** Without a socket, as in tests that call the app directly, everyone is one client. */
  env?: { incoming?: Pick<IncomingMessage, 'socket'> };
}

/**
 * How much of an address counts as one client: one customer's (an IPv4 address or the first 64 bits of an IPv6
 * address), or a whole site's, where each customer may have 65,536 IPv6 networks.
 */
export type Reach = 'customer' | 'site';

/** In groups of 16 bits. */
const groups: Record<Reach, number> = { customer: 4, site: 3 };

/**
 * Names a client for a day at most without knowing who it is: a keyed hash of its address. The key is only
 * in memory and is replaced every day, so no address is kept and none can be recovered from the hash (docs/design.md §6).
 */
export function clientKeys(clock: () => number, trustProxy: number, reach: Reach = 'customer') {
  // No one ever sees a hash, so the key can simply be put before the address: that takes a tenth of an HMAC's time.
  const newKey = () => randomBytes(32).toString('base64url');
  let key = newKey();
  let startedAt = clock();
  return (asking: Asking): string => {
    if (Math.abs(clock() - startedAt) >= day) {
      key = newKey();
      startedAt = clock();
    }
    return hash('sha256', `${key} ${networkOf(clientAddress(asking, trustProxy), groups[reach])}`, 'base64url');
  };
}

/**
 * An IPv4 address, or that many groups of an IPv6 address, in one spelling. An IPv4 address written as IPv6 is the IPv4
 * address. Other text stays as it is. Some proxies add a port.
 */
function networkOf(address: string, groups: number): string {
  if (isIPv4(address)) return address;
  const bare = /^\[(.*)\](?::\d+)?$/.exec(address)?.[1] ?? /^([^:]+):\d+$/.exec(address)?.[1] ?? address;
  if (!ipaddr.isValid(bare)) return bare;
  const read = ipaddr.process(bare);
  if (read instanceof ipaddr.IPv4) return read.toString();
  return read.parts
    .slice(0, groups)
    .map((part) => part.toString(16))
    .join(':');
}

/** Proxies append to X-Forwarded-For, so only the last `trustProxy` entries come from trusted ones. */
function clientAddress({ req, env }: Asking, trustProxy: number): string {
  const forwarded = (req.header('x-forwarded-for') ?? '').split(',').map((address) => address.trim());
  const hops = [...forwarded.filter((address) => address !== ''), env?.incoming?.socket.remoteAddress ?? ''];
  return hops[Math.max(0, hops.length - 1 - trustProxy)] ?? '';
}
