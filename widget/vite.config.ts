import { defineConfig, type Plugin } from 'vite';
import { languageConstants, texts, textsHash } from './form-texts-build.ts';

/**
 * Lit creates a Trusted Types policy named `lit-html` when it loads. If the page allows that name only once, a second copy
 * of Lit throws. So each of our copies has the name of its element, and works without a policy if none is allowed
 * (docs/design.md §5).
 */
function ownTrustedTypesPolicy(name: string): Plugin {
  const policy = /(\w+)\.createPolicy\("lit-html",(\{createHTML:\w+=>\w+\})\)/;
  return {
    name: 'own-trusted-types-policy',
    transform: {
      filter: { id: /\/lit-html\/lit-html\.js/ },
      handler(code) {
        if (!policy.test(code))
          this.error('Lit no longer creates its Trusted Types policy where this plugin looks for it.');
        return code.replace(policy, `(()=>{try{return $1.createPolicy("${name}",$2)}catch{}})()`);
      },
    },
  };
}

/**
 * Lit calls hooks of polyfills for browsers without shadow DOM, and records its version for a warning in development.
 * Nothing here uses them, and every byte counts.
 */
function withoutLitHooks(): Plugin {
  const hook = /\b\w\.\w+(?:PolyfillSupport|HydrateSupport)\b/g;
  const version = /\(\w\.\w+Versions\?\?=\[\]\)\.push\("[\d.]+"\)/;
  return {
    name: 'without-lit-hooks',
    transform: {
      filter: { id: /\/(?:lit-html|lit-element|reactive-element)\.js/ },
      handler(code) {
        if (code.search(hook) < 0 || code.search(version) < 0)
          this.error('Lit has other hooks than the ones this plugin removes.');
        return code.replace(hook, 'undefined').replace(version, '0');
      },
    },
  };
}

/**
 * Lit converts attributes to other types, reads what decorators declare, and refuses styles that are made in another way. All
 * attributes of the elements are text, their properties are declared without decorators, and their styles are made once.
 */
function withoutLitTypes(): Plugin {
  const unused: Record<string, [RegExp, string][]> = {
    'reactive-element.js': [
      [/\{toAttribute\((\w),\w\)\{switch.*?fromAttribute.*?return \w\}\}/, '{toAttribute:$1=>$1,fromAttribute:$1=>$1}'],
      [/Symbol\.metadata\?\?=.*?new WeakMap;/, ';'],
      [/const \w=this\[Symbol\.metadata\];if\(null!==\w\)\{.*?\}\}?(?=this\.)/, ''],
    ],
    'css-tag.js': [[/if\((this\._\$cssResult\$=!0),\w!==\w\)throw Error\(".*?"\)/, '$1']],
  };
  return {
    name: 'without-lit-types',
    transform: {
      filter: { id: /\/(?:reactive-element|css-tag)\.js/ },
      handler(code, id) {
        const patterns = unused[id.replace(/^.*\/|\?.*$/g, '')] ?? [];
        for (const [pattern] of patterns)
          if (!pattern.test(code)) this.error('Lit has other code than this plugin expects.');
        return patterns.reduce((left, [pattern, instead]) => left.replace(pattern, instead), code);
      },
    },
  };
}

/** A line break in the built code can only be in a template, where HTML treats it and its indentation as one space. */
function collapsedTemplates(): Plugin {
  return {
    name: 'collapsed-templates',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle))
        if (chunk.type === 'chunk') chunk.code = chunk.code.replaceAll(/\n\s+/g, ' ');
    },
  };
}

/**
 * Properties that get a short name, because only code in the same file uses them: no page, no JSON and no browser. They
 * include Lit's private ones and hooks, but not those that it looks up by a string.
 */
const internalNames = new RegExp(
  `^(?:_\\$.*|${[
    'addController|addInitializer|createProperty|createRenderRoot|creationScope|ctor|elementStyles|enableUpdating',
    'finalizeStyles|firstUpdated|fromAttribute|getPropertyDescriptor|getPropertyOptions|getUpdateComplete|hasChanged',
    'hostConnected|hostDisconnected|hostUpdate|hostUpdated|isUpdatePending|noAccessor|performUpdate|removeController',
    'renderBefore|renderOptions|scheduleUpdate|setConnected|shadowRootOptions|shouldUpdate|toAttribute|updated|useDefault',
    'willUpdate|wrapped',
    'abandoned|chooseLanguage|closeDialog|drafts|ended|failed|isDialog|isEdited|isKept|isLeaving|isNeeded|isShared|leave',
    'marked|messages|nameForm|onResult|openDialog|paths|problems|receipt|refill|reopen|showEnding|showForm|stored|translate',
    'unsent|wait',
  ].join('|')})$`,
);

// Lit has a license notice in each file; one for all of them is enough.
const licenses = '/*! HEART Survey: MIT. Lit: Copyright 2017-2022 Google LLC, BSD-3-Clause. */';

// Each element and the hosted page's script are built separately, so that each is one self-contained file. The package for
// page builders imports Lit, and has each class and its definition in separate files.
const builds = {
  production: { entry: { 'heart-survey': 'src/define.ts' }, folder: 'dist', banner: licenses },
  results: { entry: { 'heart-results': 'src/define-results.ts' }, folder: 'dist', banner: licenses },
  page: { entry: { page: 'src/page.ts' }, folder: 'dist', banner: '' },
  signature: { entry: { signature: 'src/signature-page.ts' }, folder: 'dist', banner: '' },
  package: {
    entry: {
      'heart-survey': 'src/heart-survey.ts',
      define: 'src/define.ts',
      'heart-results': 'src/heart-results.ts',
      'define-results': 'src/define-results.ts',
    },
    folder: 'dist/package',
    banner: '',
  },
};

/** Writes the element's texts next to it, for the collector to serve. */
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
          ownTrustedTypesPolicy(mode === 'results' ? 'heart-results' : 'heart-survey'),
          withoutLitHooks(),
          withoutLitTypes(),
          collapsedTemplates(),
          ...(mode === 'production' ? [textsBeside()] : []),
        ],
    build: {
      target: 'es2022',
      outDir: folder,
      emptyOutDir: mode === 'production' || isPackage,
      minify: !isPackage,
      // The style sheets have their own fallbacks, so nothing in them may be rewritten for older browsers.
      cssTarget: 'esnext',
      lib: { entry, formats: ['es'], fileName: (_format, name) => `${name}.js` },
      rolldownOptions: isPackage
        ? { external: /^lit/, output: { chunkFileNames: 'shared/[name].js' } }
        : // A library build keeps its white space unless this is set as well.
          {
            treeshake: { propertyReadSideEffects: false },
            output: {
              minify: { compress: true, mangle: true, codegen: true, mangleProps: { include: internalNames } },
              comments: false,
              postBanner: banner,
            },
          },
    },
  };
});
