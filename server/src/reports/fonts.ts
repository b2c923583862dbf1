import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { coverageOf, tableOf, type Coverage } from './characters.ts';

// The fonts of the reports, all under the SIL Open Font License 1.1, from npm packages. Chinese and Korean are in optional
// packages with large files, so they are read only for a text that needs them.

/** The family that the templates name. */
const family = 'HeartSans';

export interface Font {
  file: Buffer;
  coverage: Coverage;
}

/** Noto Sans in two weights, and for Arabic: Latin with Vietnamese, Greek, Cyrillic, Devanagari, and Persian. */
const alwaysUsed = [
  ['@expo-google-fonts/noto-sans', '400Regular/NotoSans_400Regular.ttf'],
  ['@expo-google-fonts/noto-sans', '700Bold/NotoSans_700Bold.ttf'],
  ['@expo-google-fonts/noto-sans-arabic', '400Regular/NotoSansArabic_400Regular.ttf'],
  ['@expo-google-fonts/noto-sans-arabic', '700Bold/NotoSansArabic_700Bold.ttf'],
] as const;

const chinese = ['@embedpdf/fonts-sc', 'fonts/NotoSansHans-Regular.otf'] as const;
const korean = ['@embedpdf/fonts-kr', 'fonts/NotoSansKR-Regular.otf'] as const;
const isChinese = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|[\u3000-\u303F\uFF00-\uFFEF]/u;
const isKorean = /\p{Script=Hangul}/u;

const known = new Map<string, Font | undefined>();

/** The fonts for a text. One that is not installed is left out. @param packages the folder `node_modules`. */
export function fontsFor(text: string, packages: string): Font[] {
  const extra = [...(isChinese.test(text) ? [chinese] : []), ...(isKorean.test(text) ? [korean] : [])];
  return [...alwaysUsed, ...extra].flatMap(([name, file]) => readFont(join(packages, name, file)) ?? []);
}

function readFont(path: string): Font | undefined {
  if (!known.has(path)) known.set(path, loadFont(path));
  return known.get(path);
}

function loadFont(path: string): Font | undefined {
  let file: Buffer;
  try {
    file = readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return { file: renamed(file), coverage: coverageOf(file) };
}

/**
 * The font under a family name of our own, of the same length. The compiler also reads the fonts of the machine, and one
 * of them with the same name would be used in place of this one: other machines would make other PDFs.
 */
function renamed(font: Buffer): Buffer {
  const copy = Buffer.from(font);
  const names = tableOf(copy, 'name');
  for (const encoding of ['utf16be', 'latin1'] as const) {
    const [before, after] = [encoded('Noto Sans', encoding), encoded(family, encoding)];
    for (let at = names.indexOf(before); at !== -1; at = names.indexOf(before, at)) after.copy(names, at);
  }
  return copy;
}

function encoded(text: string, encoding: 'utf16be' | 'latin1'): Buffer {
  return encoding === 'latin1' ? Buffer.from(text, 'latin1') : Buffer.from(text, 'utf16le').swap16();
}
