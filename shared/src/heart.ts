import type { Item } from './items.ts';

/** The letters of HEART in order, each with the item that it stands for (docs/policies/heart-cws.md). */
export const heart = [
  { letter: 'H', item: 'helpfulness' },
  { letter: 'E', item: 'expertise' },
  { letter: 'A', item: 'attentiveness' },
  { letter: 'R', item: 'respect' },
  { letter: 'T', item: 'timeliness' },
] as const satisfies { letter: string; item: Item }[];

export type HeartLetter = (typeof heart)[number]['letter'];

/** The lowest rating that praises. */
export const praiseFrom = 4;

/** The letters whose statements were rated 4 or 5, in order: what a thank-you is about, unless its sender changes it. */
export function lettersPraised(ratings: Partial<Record<Item, number | null>>): HeartLetter[] {
  return heart.filter(({ item }) => (ratings[item] ?? 0) >= praiseFrom).map(({ letter }) => letter);
}

/** Letters in a text, such as the stored `HR`, in the order of HEART; any other character is ignored. */
export function lettersIn(text: string): HeartLetter[] {
  return heart.map(({ letter }) => letter).filter((letter) => text.includes(letter));
}
