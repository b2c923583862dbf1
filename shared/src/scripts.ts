import type { Catalog } from './languages/catalog.ts';
import { fill } from './text.ts';

/** The scripts that staff record or paste, in the order of the signature page. */
export const scriptNames = ['greeting', 'away', 'reply'] as const;
export type ScriptName = (typeof scriptNames)[number];

/** The scripts' texts in the language of the survey. */
export type ScriptTexts = Pick<Catalog['scripts'], ScriptName | 'blanks'>;

export function scriptTextsOf({ scripts }: Catalog): ScriptTexts {
  const { greeting, away, reply, blanks } = scripts;
  return { greeting, away, reply, blanks };
}

/** What a person fills in. Dates are in words; what is empty shows as a blank. */
export type ScriptValues = Partial<
  Record<'name' | 'position' | 'extension' | 'date' | 'from' | 'to' | 'colleague', string>
>;

/** One script with what was filled in, and a blank such as `(extension)` for the rest. */
export function scriptOf(name: ScriptName, texts: ScriptTexts, values: ScriptValues): string {
  const { blanks } = texts;
  const given = Object.entries(values).filter(([, value]) => value !== '');
  return fill(texts[name], { ...blanks, from: blanks.date, to: blanks.date, ...Object.fromEntries(given) });
}

/**
 * A day such as `2026-12-21` in the words of that language; empty if there is none. In the Gregorian calendar everywhere,
 * because callers live by it, and in the digits of the catalogs.
 */
export function dayInLanguage(day: string, tag: string): string {
  const instant = Date.parse(day);
  if (Number.isNaN(instant)) return '';
  const options = { dateStyle: 'long', timeZone: 'UTC', calendar: 'gregory', numberingSystem: 'latn' } as const;
  // A browser that does not know a language, as some do not know Somali, writes the day in English.
  return new Intl.DateTimeFormat([tag, 'en'], options).format(instant);
}
