import type { Catalog } from './languages/catalog.ts';
import { scale } from './items.ts';
import { surveyLink } from './survey-link.ts';
import { escapeHtml, fill } from './text.ts';

/** The signature's texts in the language of its survey. */
export type SignatureTexts = Pick<Catalog, 'tag' | 'direction' | 'scale'> &
  Pick<Catalog['signature'], 'question' | 'link' | 'rate' | 'dial'>;

export function signatureTextsOf({ tag, direction, scale, signature }: Catalog): SignatureTexts {
  const { question, link, rate, dial } = signature;
  return { tag, direction, scale, question, link, rate, dial };
}

/** The contents of a signature. Empty lines are left out. */
export interface Signature {
  text: SignatureTexts;
  name: string;
  /** The person's title. */
  role: string;
  office: string;
  phone: string;
  /** The region's name and the slug of its survey. */
  region: { name: string; slug: string };
  /** The collector's public address, without a slash at the end. */
  baseUrl: string;
  /** Whether it shows the numbers 1 to 5. */
  numbers: boolean;
  /** The link code of the employee, if the link is their own. */
  employee?: string;
}

/** A piece of the signature: text, or an element with its contents. */
export type Piece = string | { tag: string; attributes: Record<string, string>; style?: string; inside: Piece[] };

// The policy asks for Calibri 11 (docs/policies/heart-cws.md, step 1, note). The other fonts are fallbacks.
const textStyle =
  'font-family: Calibri, Carlito, Arial, sans-serif; font-size: 11pt; line-height: 1.35; color: #1f1f1f';
const accent = 'color: #0b5cab';
const cell = 'border: 1px solid #0b5cab; padding: 4px 10px';

/**
 * The signature in a form that email programs accept: tables and inline styles, no script, nothing to load. Every link
 * leads to the same survey. The numbers differ only in `?overall=`.
 */
export function signatureOf(signature: Signature): Piece {
  const { text, name, role, office, phone, region, numbers } = signature;
  const line = (...inside: Piece[]): Piece => element('div', {}, inside);
  const own: Piece[] = [
    ...(name || role
      ? [line(...(name ? [element('strong', {}, [name])] : []), ...(role ? [name ? `, ${role}` : role] : []))]
      : []),
    ...(office ? [line(office)] : []),
    ...(phone
      ? [
          line(
            element('span', { lang: text.tag, dir: text.direction }, [text.dial]),
            ' ',
            element('span', { dir: 'ltr' }, [phone]),
          ),
        ]
      : []),
  ];
  const link = element('a', { href: linkOf(signature) }, [fill(text.link, { region: region.name })], accent);
  const asks = [line(`${text.question} `, link), ...(numbers ? [line(rateOf(text)), numbersOf(signature)] : [])];
  return element('table', { role: 'presentation', cellpadding: '0', cellspacing: '0', border: '0' }, [
    element('tbody', {}, [
      ...(own.length === 0
        ? []
        : [element('tr', {}, [element('td', { dir: text.direction }, own, `${textStyle}; padding-bottom: 11pt`)])]),
      element('tr', {}, [element('td', { lang: text.tag, dir: text.direction }, asks, textStyle)]),
    ]),
  ]);
}

/** The signature as plain text. */
export function signatureText(signature: Signature): string {
  const { text, name, role, office, phone, region } = signature;
  const own = [
    [name, role].filter(Boolean).join(', '),
    office,
    phone && `${text.dial} ${isolated(phone, text)}`,
  ].filter(Boolean);
  const asks = [text.question, fill(text.link, { region: region.name }), linkOf(signature)];
  return [...own, ...(own.length === 0 ? [] : ['']), ...asks].join('\n');
}

/** Keeps the digits in order in a right-to-left line. */
function isolated(phone: string, { direction }: SignatureTexts): string {
  return direction === 'rtl' ? `\u2066${phone}\u2069` : phone;
}

function linkOf({ baseUrl, region, text, employee }: Signature, overall?: (typeof scale)[number]): string {
  const options = { language: text.tag, channel: 'signature', employee };
  return surveyLink(baseUrl, region.slug, overall === undefined ? options : { ...options, overall });
}

function rateOf({ rate, scale }: SignatureTexts): string {
  return fill(rate, { low: scale[0], high: scale[4] });
}

function numbersOf(signature: Signature): Piece {
  const cells = scale.map((rating) => {
    const link = element(
      'a',
      { href: linkOf(signature, rating) },
      [String(rating)],
      `${accent}; text-decoration: none`,
    );
    return element('td', {}, [link], `${textStyle}; ${cell}`);
  });
  return element('table', { role: 'presentation', cellpadding: '0', cellspacing: '4', border: '0' }, [
    element('tbody', {}, [element('tr', {}, cells)]),
  ]);
}

function element(tag: string, attributes: Record<string, string>, inside: Piece[], style?: string): Piece {
  return style === undefined ? { tag, attributes, inside } : { tag, attributes, style, inside };
}

/** The piece as HTML, for the clipboard or an email. */
export function toHtml(piece: Piece): string {
  if (typeof piece === 'string') return escapeHtml(piece);
  const { tag, attributes, style, inside } = piece;
  const all = { ...attributes, ...(style === undefined ? {} : { style }) };
  const written = Object.entries(all).map(([name, value]) => ` ${name}="${escapeHtml(value)}"`);
  return `<${tag}${written.join('')}>${inside.map(toHtml).join('')}</${tag}>`;
}
