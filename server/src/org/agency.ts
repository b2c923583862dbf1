import { withoutDirectionSigns } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import { allSettings } from './queries.ts';

/** The settings about the agency, each with a hint for the person who fills it in. */
export const agencySettings = {
  agency: 'The name of the agency, such as your county.',
  email: 'For questions and complaints about the survey.',
  phone: 'For the same questions and complaints.',
  address: 'For mail and paper forms. Put a semicolon between lines.',
  retention: 'A sentence that tells customers how long responses are kept.',
  hotline: 'The phone number for reporting child abuse. It is above the form for complaints.',
  handbook: 'The web address of the Ambassador Journey Handbook. Only staff see it: the Team HEART page links to it.',
} as const;
export type AgencySetting = keyof typeof agencySettings;

/** The settings that were filled in. */
export type Agency = Partial<Record<AgencySetting, string>>;

/** Everything that was filled in, by its name. */
export type Settings = ReadonlyMap<string, string>;

/** Reads the settings at each call: they change while the collector runs. */
export async function readSettings(db: Database): Promise<Settings> {
  return new Map((await allSettings(db)).map(({ name, value }) => [name, value]));
}

/** What the settings say about the agency. */
export function agencyIn(settings: Settings): Agency {
  return Object.fromEntries([...settings].filter(([name]) => isAgencySetting(name)));
}

export async function readAgency(db: Database): Promise<Agency> {
  return agencyIn(await readSettings(db));
}

/** A setting's text as it is stored, without invisible marks and outer spaces. */
export function settingOf(text: string): string {
  return withoutDirectionSigns(text).trim();
}

/** What is wrong with a setting's text; undefined if it can be stored. An empty text is none. */
export function problemOfSetting(name: AgencySetting, text: string): string | undefined {
  if (text.length > maxSettingLength) return `Enter ${maxSettingLength} characters or fewer.`;
  if (name !== 'handbook' || text === '') return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  return isWeb ? undefined : 'Enter a web address that starts with https://.';
}

/** The maximum length of a setting, in UTF-16 units. */
const maxSettingLength = 500;

/** Texts about complaints that an agency can have in its own words, in each language. `ombudsman`: how to reach them. */
export const publicTexts = ['emergency', 'other-ways', 'ombudsman'] as const;
export type PublicText = (typeof publicTexts)[number];

/** The name of the setting that has such a text: `emergency:es`. */
export function publicTextSetting(text: PublicText, language: string): string {
  return `${text}:${language}`;
}

/** The agency's own texts in a language; those that it has not set are missing. */
export function publicTextsIn(settings: Settings, language: string): Partial<Record<PublicText, string>> {
  return Object.fromEntries(
    publicTexts.flatMap((text) => {
      const own = settings.get(publicTextSetting(text, language));
      return own === undefined ? [] : [[text, own]];
    }),
  );
}

export async function readPublicTexts(db: Database, language: string): Promise<Partial<Record<PublicText, string>>> {
  return publicTextsIn(await readSettings(db), language);
}

function isAgencySetting(name: string): name is AgencySetting {
  return Object.hasOwn(agencySettings, name);
}

/** The lines of a postal address. */
export function addressLines(address: string): string[] {
  return address
    .split(/\s*[;\n]\s*/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
