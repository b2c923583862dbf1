import { esbuildPlugin } from '@web/dev-server-esbuild';
import type { TestRunnerPlugin } from '@web/test-runner';
import { languageConstants } from '../../form-texts-build.ts';

/** Compiles TypeScript for the browser and fills in the build's constants. */
export const typescript = (): TestRunnerPlugin =>
  esbuildPlugin({
    ts: true,
    // The source's own syntax level; it imports catalogs as JSON modules.
    target: 'esnext',
    define: { ...languageConstants, 'import.meta.env.MODE': '"test"' },
  });

/** Serves `import css from './file.css?inline'` as a module with the text, as the build does. */
export function inlineStyles(): TestRunnerPlugin {
  const isStyle = (url: string) => url.endsWith('.css?inline');
  return {
    name: 'inline-styles',
    resolveMimeType: ({ url }) => (isStyle(url) ? 'js' : undefined),
    transform: ({ url, body }) => (isStyle(url) ? `export default ${JSON.stringify(body)};` : undefined),
  };
}
