/**
 * The collector's address, ready to append a path to: without a query or a last slash. Empty if there is none, as for a
 * script loaded from a file. A path alone is on the page's own host. Without an address it is the origin of this script,
 * except in a page builder's bundle, which could come from anywhere.
 */
export function endpointOf(address: string): string {
  try {
    const own = import.meta.env.MODE === 'package' ? '' : new URL(import.meta.url).origin;
    const url = address ? new URL(address, document.baseURI) : new URL(own);
    return /^https?:$/.test(url.protocol) ? url.origin + url.pathname.replace(/\/+$/, '') : '';
  } catch {
    return '';
  }
}
