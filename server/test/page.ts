/** The parts of the survey page that are needed to fill in the form and send it again. */
export interface ReadPage {
  title: string;
  /** The document's language, as a BCP 47 tag. */
  language: string;
  /** The error summary's heading and entries; empty on a page without a problem. */
  summary: string[];
  hidden: Record<string, string>;
  /** The value of each statement's chosen radio. */
  ratings: Record<string, string>;
  radios: number;
  comment: string;
  /** The targets of its links, with each link's language. */
  links: { href: string; lang?: string }[];
  /** The language buttons: each one's value, its target, and whether it is the current language. */
  languages: { lang: string; href: string; isCurrent: boolean }[];
  /** Its scripts and their data: the attributes and the content of each one. */
  scripts: { attributes: Record<string, string>; content: string }[];
  /** Everything that pressing the button would send. */
  fields: Record<string, string>;
}

/** @param html a page that shows the survey form. */
export function readPage(html: string): ReadPage {
  const inputs = [...html.matchAll(/<input\s([^>]*?)\/?>/g)].map(([, attributes]) => attributesOf(attributes!));
  const radios = inputs.filter(({ type }) => type === 'radio');
  const named = (chosen: Record<string, string>[]) =>
    Object.fromEntries(chosen.map(({ name, value }) => [name!, value!]));
  const hidden = named(inputs.filter(({ type }) => type === 'hidden'));
  const ratings = named(radios.filter(({ checked }) => checked !== undefined));
  // Like an HTML parser: the first line feed is dropped, and the first end tag ends the element.
  const comment = plain(/<textarea\b[^>]*>\n?(.*?)<\/textarea/s.exec(html)?.[1] ?? '');
  const summary = /<div class="problem"[^>]* autofocus>(.*?)<\/div>/s.exec(html)?.[1] ?? '';
  return {
    language: /^\s*<!doctype html>\s*<html lang="([^"]*)"/.exec(html)?.[1] ?? '',
    title: plain(/<title>(.*?)<\/title>/s.exec(html)?.[1] ?? ''),
    summary: [...summary.matchAll(/<(h2|li)\b[^>]*>(.*?)<\/\1>/gs)].map(([, , text]) =>
      plain(text!.replace(/<[^>]*>/g, '')).trim(),
    ),
    hidden,
    ratings,
    radios: radios.length,
    comment,
    links: [...html.matchAll(/<a\s([^>]*)>/g)].map(([, attributes]) => {
      const { href = '', lang } = attributesOf(attributes!);
      return lang === undefined ? { href } : { href, lang };
    }),
    languages: [...html.matchAll(/<button\s([^>]*name="lang"[^>]*)>/g)].map(([, attributes]) => {
      const { value = '', formaction = '', ...given } = attributesOf(attributes!);
      return { lang: value, href: formaction, isCurrent: given['aria-current'] === 'true' };
    }),
    scripts: [...html.matchAll(/<script\b([^>]*)>(.*?)<\/script/gis)].map(([, attributes, content]) => ({
      attributes: attributesOf(attributes!),
      content: content!.trim(),
    })),
    fields: { ...hidden, ...ratings, comment },
  };
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].map(([, name, value]) => [name!, plain(value ?? '')]),
  );
}

const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&' };

function plain(html: string): string {
  return html.replace(/&(?:#(\d+)|(\w+));/g, (entity, code: string | undefined, name: string | undefined) =>
    code === undefined ? (entities[name!] ?? entity) : String.fromCodePoint(Number(code)),
  );
}

/** The inline scripts, none of which a policy without `unsafe-inline` allows. */
export function inlineScripts({ scripts }: ReadPage): string[] {
  return scripts
    .filter(({ attributes }) => attributes['type'] !== 'application/json' && attributes['src'] === undefined)
    .map(({ content }) => content);
}
