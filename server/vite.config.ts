import { defineConfig } from 'vite';

// The collector as it runs in production: some files instead of fifteen hundred, which Node would find, read and compile one
// by one at every start. The driver stays outside, since it brings a native library. Sources run without a build too.
export default defineConfig({
  build: {
    ssr: 'src/main.ts',
    outDir: 'dist',
    target: 'node22',
    sourcemap: true,
    // Node keeps the sources in memory: without spaces and comments they are a third smaller.
    rolldownOptions: {
      output: { minify: { mangle: false, compress: false, codegen: { removeWhitespace: true } } },
    },
  },
  ssr: { noExternal: true, external: ['@libsql/client', '@libsql/client/sqlite3'] },
});
