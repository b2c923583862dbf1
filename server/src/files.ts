import { fileURLToPath } from 'node:url';

/** A file beside the code, whether it runs from source or bundled in `dist`. @param path from `server/src`. */
export function fileBesideCode(path: string): URL {
  return new URL(path, import.meta.resolve('#src/main.ts'));
}

/** The file that Node runs for another `heart` command of the same build. */
export const heartFile = fileURLToPath(fileBesideCode(import.meta.url.endsWith('.ts') ? 'main.ts' : '../dist/main.js'));
