import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A file beside the code, whether it runs from source or bundled in `dist`. @param path from `server/src`. */
export function fileBesideCode(path: string): URL {
  return new URL(path, import.meta.resolve('#src/main.ts'));
}

/** The file that Node runs for another `heart` command of the same build. */
export const heartFile = fileURLToPath(fileBesideCode(import.meta.url.endsWith('.ts') ? 'main.ts' : '../dist/main.js'));

export function bytesOf(file: URL): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(file));
}

/** A file of the element's build, by the name under which its package exports it. */
export function builtFile(name: string): Uint8Array<ArrayBuffer> {
  return bytesOf(new URL(import.meta.resolve(`@heart-survey/widget/${name}`)));
}
