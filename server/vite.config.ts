import { defineConfig, type Plugin } from 'vite';

/**
 * Node keeps a file in two bytes for each character if any of them is beyond Latin-1, such as a curly quote. Without such
 * characters, the sources need half the memory.
 */
const asciiOnly: Plugin = {
  name: 'ascii-only',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      if (/\\[^\0-\x7F]/.test(file.code)) this.error(`${file.fileName} has a backslash before a character to escape.`);
      file.code = file.code.replace(/[^\0-\x7F]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    }
  },
};

// The collector as it runs in production: some files instead of fifteen hundred, which Node would find, read and compile one
// by one at every start. The driver stays outside, since it brings a native library. Sources run without a build too.
export default defineConfig({
  plugins: [asciiOnly],
  build: {
    ssr: 'src/main.ts',
    outDir: 'dist',
    target: 'node22',
    sourcemap: true,
    // Node keeps the sources in memory: without spaces and comments they are a third smaller.
    rolldownOptions: {
      output: {
        minify: { mangle: false, compress: false, codegen: { removeWhitespace: true } },
      },
    },
  },
  ssr: { noExternal: true, external: ['@libsql/client/http', '@libsql/client/sqlite3'] },
});
