import { fileURLToPath } from 'node:url';

/**
 * A file that stands beside the code, wherever the code itself runs: as sources, or bundled in `dist`.
 * @param path from `server/src`.
 */
export function fileBesideCode(path: string): URL {
  return new URL(path, import.meta.resolve('#src/main.ts'));
}

/** What Node runs for another `heart` command of this same build. */
export const heartFile = fileURLToPath(fileBesideCode(import.meta.url.endsWith('.ts') ? 'main.ts' : '../dist/main.js'));
