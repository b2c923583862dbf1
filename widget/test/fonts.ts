import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The package's font files. Some packages export no file that could be resolved. */
const files = (name: string, ...paths: string[]) =>
  paths.map((path) => join(import.meta.dirname, '../node_modules', name, path));

/** Sans-serif families from narrow to wide, with the files of a regular and a bold face. */
const families = {
  // By the designer of Liberation Sans, with the same character widths as Arial.
  Arimo: files('@expo-google-fonts/arimo', '400Regular/Arimo_400Regular.ttf', '700Bold/Arimo_700Bold.ttf'),
  'Noto Sans': files(
    '@expo-google-fonts/noto-sans',
    '400Regular/NotoSans_400Regular.ttf',
    '700Bold/NotoSans_700Bold.ttf',
  ),
  'DejaVu Sans': files('dejavu-fonts-ttf', 'ttf/DejaVuSans.ttf', 'ttf/DejaVuSans-Bold.ttf'),
};

/** The fallback on every machine, for characters that its own family lacks. */
export const fallbacks = {
  'Noto Sans Arabic': files(
    '@expo-google-fonts/noto-sans-arabic',
    '400Regular/NotoSansArabic_400Regular.ttf',
    '700Bold/NotoSansArabic_700Bold.ttf',
  ),
  'Noto Sans S Chinese Regular': files(
    '@embedpdf/fonts-sc',
    'fonts/NotoSansHans-Regular.otf',
    'fonts/NotoSansHans-Bold.otf',
  ),
  'Noto Sans Korean Regular': files('@embedpdf/fonts-kr', 'fonts/NotoSansKR-Regular.otf', 'fonts/NotoSansKR-Bold.otf'),
};

/** A family that a machine may use for all text. */
export type Family = keyof typeof families;

/** The families in which every layout must fit. */
export const everyFamily = Object.keys(families) as Family[];

/**
 * Sets up a folder as the fonts of a machine that has only that family, whatever font a page requests.
 * @returns the configuration file, for `FONTCONFIG_FILE`.
 */
export function fontsOf(family: Family, folder: string): string {
  const fonts = join(folder, 'fonts');
  mkdirSync(fonts, { recursive: true });
  for (const file of [families[family], ...Object.values(fallbacks)].flat()) {
    symlinkSync(file, join(fonts, basename(file)));
  }
  const configuration = join(folder, 'fonts.conf');
  writeFileSync(
    configuration,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${fonts}</dir>
  <cachedir>${join(folder, 'font-cache')}</cachedir>
  <match target="pattern">
    <edit name="family" mode="assign" binding="strong"><string>${family}</string></edit>
  </match>
</fontconfig>
`,
  );
  return configuration;
}
