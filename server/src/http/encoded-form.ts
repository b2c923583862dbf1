import { decode } from './body.ts';

/** Reads a form-encoded body. Never throws. Replaces invalid UTF-8 and reports it as `garbled`. */
export function readEncoded(body: Uint8Array): { pairs: URLSearchParams; garbled: boolean } {
  const text = decode(body);
  const legible = text ?? new TextDecoder().decode(body);
  return { pairs: new URLSearchParams(legible), garbled: text === null || isGarbled(legible) };
}

/** Whether the percent-encoded bytes are not UTF-8. */
function isGarbled(body: string): boolean {
  try {
    decodeURIComponent(body.replaceAll('+', ' '));
    return false;
  } catch {
    return true;
  }
}
