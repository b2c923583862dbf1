import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// The package as published, unpacked next to a page builder's own code.
const home = fileURLToPath(new URL('..', import.meta.url));
const project = realpathSync(mkdtempSync(join(tmpdir(), 'heart-package-')));
const unpacked = join(project, 'node_modules/@heart-survey/widget');
const read = (path: string) => JSON.parse(readFileSync(join(unpacked, path), 'utf8'));

beforeAll(() => {
  execFileSync('npx', ['-y', 'pnpm@12.21.0', 'pack', '--pack-destination', project], { cwd: home, stdio: 'pipe' });
  const tarball = readdirSync(project).find((name) => name.endsWith('.tgz'))!;
  mkdirSync(unpacked, { recursive: true });
  execFileSync('tar', ['xzf', join(project, tarball), '--strip-components=1', '-C', unpacked]);
  symlinkSync(realpathSync(join(home, 'node_modules/lit')), join(project, 'node_modules/lit'));
  writeFileSync(join(project, 'package.json'), '{"type":"module"}');
});
afterAll(() => rmSync(project, { recursive: true }));

test('passes publint', async () => {
  const { messages, pkg } = await publint({ pkgDir: unpacked, strict: true, pack: false });
  expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
});

test('depends on Lit only', () => {
  expect(Object.keys(read('package.json').dependencies)).toEqual(['lit']);
  const files = readdirSync(join(unpacked, 'dist/package'), { recursive: true, encoding: 'utf8' });
  const scripts = files.filter((name) => name.endsWith('.js'));
  expect(scripts).toEqual(
    expect.arrayContaining(['heart-survey.js', 'define.js', 'heart-results.js', 'define-results.js']),
  );
  const code = scripts.map((name) => readFileSync(join(unpacked, 'dist/package', name), 'utf8'));
  // Its own address would be the builder's bundle.
  expect(code.join()).not.toContain('import.meta');
  const imports = code.flatMap((text) =>
    [...text.matchAll(/^(?:import|export)\b.*?from "(.*?)"/gm)].map(([, from]) => from),
  );
  expect(new Set(imports.filter((from) => !/^[.][.]?[/]/.test(from!)))).toEqual(new Set(['lit']));
});

test.each(['nodenext', 'bundler'])('gives a builder its types, with module resolution %s', (resolution) => {
  writeFileSync(
    join(project, 'page.ts'),
    `import { HeartSurvey, type FailureReason } from '@heart-survey/widget';
    import '@heart-survey/widget/define';
    import { HeartResults } from '@heart-survey/widget/results';
    import '@heart-survey/widget/results/define';
    const results: HeartResults = document.createElement('heart-results');
    results.quarter = '2026-07';
    // @ts-expect-error This attribute does not exist.
    results.region = 'central';
    const survey: HeartSurvey = document.createElement('heart-survey');
    survey.regionName = 'Central Region';
    // @ts-expect-error This attribute does not exist.
    survey.color = 'red';
    survey.addEventListener('heart-response', ({ quarter }) => quarter.toUpperCase());
    document.addEventListener('heart-error', ({ reason }) => {
      const known: FailureReason = reason;
      // @ts-expect-error This reason does not exist.
      const other: 'tired' = known;
    });`,
  );
  const module = resolution === 'bundler' ? 'esnext' : resolution;
  const options = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2022', '--lib', 'es2022,dom'];
  const tsc = createRequire(import.meta.url)
    .resolve('typescript/package.json')
    .replace('package.json', 'bin/tsc');
  const run = () =>
    execFileSync(
      process.execPath,
      [tsc, ...options, '--types', '', '--module', module, '--moduleResolution', resolution, 'page.ts'],
      { cwd: project, encoding: 'utf8' },
    );
  expect(run()).toBe('');
});

test('can be imported without a document, such as on a server', () => {
  const code = `await import('@heart-survey/widget/define'); await import('@heart-survey/widget/results/define');
    const names = async (path) => Object.keys(await import(path));
    console.log([...(await names('@heart-survey/widget')), ...(await names('@heart-survey/widget/results'))].join())`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: project,
    encoding: 'utf8',
  });
  expect(output.trim()).toBe('HeartErrorEvent,HeartResponseEvent,HeartSurvey,HeartResults');
});

describe('the manifest for editors', () => {
  type Named = { name: string }[];
  type Declaration = Record<'attributes' | 'members' | 'events' | 'cssParts' | 'cssProperties', Named | undefined>;
  type Module = {
    path: string;
    declarations: ({ tagName?: string } & Declaration)[];
    exports: { kind: string; name: string }[];
  };
  const modules = (): Module[] => read(read('package.json').customElements).modules;
  const elementOf = (tag: string): Declaration =>
    modules()
      .flatMap(({ declarations }) => declarations)
      .find(({ tagName }) => tagName === tag)!;
  const names = (list: Named = []) => list.map(({ name }) => name);
  const sourcesOf = (...files: string[]) => files.map((file) => readFileSync(join(home, file), 'utf8')).join('\n');
  const all = (pattern: RegExp, sources: string) =>
    [...new Set([...sources.matchAll(pattern)].map(([, name]) => name!))].toSorted();

  test('names the modules of both elements and the definitions of their tags', () => {
    const defined = modules().map(({ path, exports }) => [
      path.replace('dist/package/', ''),
      exports.filter(({ kind }) => kind === 'custom-element-definition').map(({ name }) => name),
    ]);
    expect(defined).toEqual([
      ['heart-survey.js', []],
      ['define.js', ['heart-survey']],
      ['heart-results.js', []],
      ['define-results.js', ['heart-results']],
    ]);
  });

  test.each([
    ['heart-survey', 9, ['heart-response', 'heart-error']],
    ['heart-results', 3, []],
  ])('names every attribute that <%s> observes, and its events', (tag, count, events) => {
    const source = readFileSync(join(home, `src/${tag}.ts`), 'utf8');
    const reflected = [...source.matchAll(/^ {4}(\w+): \{(?: attribute: '([\w-]+)',)? reflect: true \},$/gm)];
    expect(reflected).toHaveLength(count);
    const element = elementOf(tag);
    expect(names(element.attributes).toSorted()).toEqual(
      [...reflected.map(([, property, attribute]) => attribute ?? property), 'lang', 'settled'].toSorted(),
    );
    expect(names(element.members)).toEqual(reflected.map(([, property]) => property));
    expect(names(element.events)).toEqual(events);
  });

  test('names every part and every custom property of the survey, and no others', () => {
    const look = sourcesOf('../shared/src/look.css', 'src/frame.css', 'src/heart-survey.css');
    const markup = sourcesOf('src/survey-view.ts', '../shared/src/survey-form.ts');
    expect(names(elementOf('heart-survey').cssParts).toSorted()).toEqual(all(/ part="([a-z]+)"/g, markup));
    expect(names(elementOf('heart-survey').cssProperties).toSorted()).toEqual(all(/var\((--heart-[a-z-]+)/g, look));
  });

  test('names every part and every custom property of the results, and no others', () => {
    const look = sourcesOf('src/frame.css', 'src/heart-results.css');
    const markup = sourcesOf('src/results-view.ts', 'src/results-chart.ts');
    const used = [...all(/var\(--(?:heart-)?([a-z-]+)/g, look)].map((name) => `--heart-${name}`);
    expect(names(elementOf('heart-results').cssParts).toSorted()).toEqual(all(/ part="([a-z]+)"/g, markup));
    expect(names(elementOf('heart-results').cssProperties).toSorted()).toEqual(used);
  });
});
