import { createHash, createHmac, randomInt } from 'node:crypto';

// A case is known by a reference, which is no secret, and opened by its writer with a receipt, which is one.

/** Digits and letters that are not mistaken for each other, on paper or on the phone: no I, L, O, U, 0 or 1. */
const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const isReference = new RegExp(`^[${letters}]{8}$`);

/** A random reference, such as `7KQ4-X2MD`. It tells neither the order of cases nor how many there are. */
export function newReference(): string {
  return grouped(Array.from({ length: 8 }, () => letters[randomInt(letters.length)]!).join(''));
}

/** A random receipt: 16 digits in groups of four, separated by spaces. */
export function newReceipt(): string {
  return Array.from({ length: 4 }, () => String(randomInt(10_000)).padStart(4, '0')).join(' ');
}

/** A reference as someone typed it, in the form in which it is stored. Undefined if it cannot be one. */
export function referenceIn(typed: string): string | undefined {
  const plain = typed.normalize('NFKC').toUpperCase();
  const found = plain.replaceAll(/[^\p{L}\p{N}]/gu, '');
  return isReference.test(found) ? grouped(found) : undefined;
}

const grouped = (reference: string) => `${reference.slice(0, 4)}-${reference.slice(4)}`;

/** The 16 digits of a receipt as someone typed it, also in the digits of other scripts. Undefined if it cannot be one. */
export function receiptIn(typed: string): string | undefined {
  const plain = typed.normalize('NFKC').replaceAll(/\p{Nd}/gu, valueOf);
  const digits = plain.replaceAll(/\D/g, '');
  return digits.length === 16 ? digits : undefined;
}

/** Unicode has the ten digits of each script in a row, zero first. */
function valueOf(digit: string): string {
  if (digit >= '0' && digit <= '9') return digit;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(digit.codePointAt(0)! - value - 1))) value += 1;
  return String(value);
}

/**
 * What is stored of a receipt. It is keyed by the installation's secret and by the reference, so that a copy of the table opens
 * nothing, and equal receipts do not show.
 * @param receipt its digits, with or without spaces.
 */
export function hashOfReceipt(secret: string, reference: string, receipt: string): string {
  const digits = receipt.replaceAll(' ', '');
  return createHmac('sha256', secret).update(`case ${reference} ${digits}`).digest('base64url');
}

/** What is kept of the id of an erased case's form, so that the form does not bring it back when it is sent again. */
export const sendHash = (send: string): string => createHash('sha256').update(send).digest('hex');
