/**
 * The collector's address without a query or a trailing slash, so that a path can be appended. A bare path is on the
 * page's own host. The default is this script's origin, except in a page builder's bundle, which could come from anywhere.
 * Empty if there is no address, such as for a script loaded from a file.
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
