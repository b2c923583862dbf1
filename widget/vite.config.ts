import { defineConfig, type Plugin } from 'vite';
import { languageConstants, texts, textsHash } from './form-texts-build.ts';

/**
 * Lit makes a Trusted Types policy named `lit-html` as it loads. Where the page allows that name once, a second copy of
 * Lit throws; so ours has a name of its own, and goes without where no policy may be made (docs/design.md §5).
 */
function ownTrustedTypesPolicy(): Plugin {
  const policy = /(\w+)\.createPolicy\("lit-html",(\{createHTML:\w+=>\w+\})\)/;
  return {
    name: 'own-trusted-types-policy',
    transform: {
      filter: { id: /\/lit-html\/lit-html\.js/ },
      handler(code) {
        if (!policy.test(code)) this.error('Lit no longer makes its Trusted Types policy where we looked for it.');
        return code.replace(policy, '(()=>{try{return $1.createPolicy("heart-survey",$2)}catch{}})()');
      },
    },
  };
}

/**
 * Lit calls the hooks of polyfills for browsers without shadow DOM, and records its version for its own warning in
 * development. Nobody listens here, and every byte travels.
 */
function withoutLitHooks(): Plugin {
  const hook = /\b\w\.\w+(?:PolyfillSupport|HydrateSupport)\b/g;
  const version = /\(\w\.\w+Versions\?\?=\[\]\)\.push\("[\d.]+"\)/;
  return {
    name: 'without-lit-hooks',
    transform: {
      filter: { id: /\/(?:lit-html|lit-element|reactive-element)\.js/ },
      handler(code) {
        if (code.search(hook) < 0 || code.search(version) < 0) this.error('Lit has other hooks than the ones we know.');
        return code.replace(hook, 'undefined').replace(version, '0');
      },
    },
  };
}

/** A line break in the built code can only stand in a template, where HTML reads it and its indentation as one space. */
function collapsedTemplates(): Plugin {
  return {
    name: 'collapsed-templates',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle))
        if (chunk.type === 'chunk') chunk.code = chunk.code.replaceAll(/\n\s+/g, ' ');
    },
  };
}

// Lit's own notice stands in each of its files; one for all of them travels.
const licences = '/*! HEART Survey: MIT. Lit: Copyright 2017-2022 Google LLC, BSD-3-Clause. */';

// The element and the hosted page's script are built one after the other, so that each is one file with all it needs.
// The package for those who build their own pages leaves Lit to them, and keeps the class and its definition apart.
const builds = {
  production: { entry: { 'heart-survey': 'src/define.ts' }, folder: 'dist', banner: licences },
  page: { entry: { page: 'src/page.ts' }, folder: 'dist', banner: '' },
  signature: { entry: { signature: 'src/signature-page.ts' }, folder: 'dist', banner: '' },
  package: {
    entry: { 'heart-survey': 'src/heart-survey.ts', define: 'src/define.ts' },
    folder: 'dist/package',
    banner: '',
  },
};

/** Writes those texts beside the element, for the collector to read. */
function textsBeside(): Plugin {
  return {
    name: 'texts-beside',
    generateBundle() {
      const source = JSON.stringify({ hash: textsHash, texts });
      this.emitFile({ type: 'asset', fileName: 'texts.json', source });
    },
  };
}

export default defineConfig(({ mode }) => {
  const { entry, folder, banner } = builds[mode as keyof typeof builds] ?? builds.production;
  const isPackage = mode === 'package';
  return {
    define: languageConstants,
    plugins: isPackage
      ? []
      : [
          ownTrustedTypesPolicy(),
          withoutLitHooks(),
          collapsedTemplates(),
          ...(mode === 'production' ? [textsBeside()] : []),
        ],
    build: {
      target: 'es2022',
      outDir: folder,
      emptyOutDir: mode === 'production' || isPackage,
      minify: !isPackage,
      // The sheets carry their own fallbacks: nothing in them is to be rewritten for older browsers.
      cssTarget: 'esnext',
      lib: { entry, formats: ['es'], fileName: (_format, name) => `${name}.js` },
      rolldownOptions: isPackage
        ? { external: /^lit/, output: { chunkFileNames: 'element.js' } }
        : // A library build keeps its white space unless it is told twice.
          {
            treeshake: { propertyReadSideEffects: false },
            output: { minify: true, comments: false, postBanner: banner },
          },
    },
  };
});
