/** Fetches JSON; undefined if the collector is unreachable or does not have it. */
export async function fetchJson<Content>(address: string): Promise<Content | undefined> {
  try {
    const response = await fetch(address, { credentials: 'omit', referrerPolicy: 'no-referrer' });
    return response.ok ? ((await response.json()) as Content) : undefined;
  } catch {
    return undefined;
  }
}
