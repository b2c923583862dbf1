/**
 * The six items, in the order in which they are asked and reported.
 * Five spell HEART; the sixth is overall satisfaction (docs/policies/heart-cws.md, "Customer Experience Survey").
 */
export const items = ['helpfulness', 'expertise', 'attentiveness', 'respect', 'timeliness', 'overall'] as const;
export type Item = (typeof items)[number];

/** The five points of the scale: 1 is "Strongly disagree", 5 is "Strongly agree". */
export const scale = [1, 2, 3, 4, 5] as const;
export type Rating = (typeof scale)[number];

/** What one respondent rated. An absent item was skipped and counts nowhere. */
export type Ratings = Partial<Record<Item, Rating>>;

/** The version of the items' wording that is shown today. It is stored with every response. */
export const currentWording = 1;

/** Every wording that was ever shown, so that an old page still in someone's browser can be answered. */
export const wordings: readonly number[] = [1];

export function isItem(name: string): name is Item {
  return (items as readonly string[]).includes(name);
}

/** A value for each item, in item order. */
export function eachItem<T>(valueOf: (item: Item) => T): Record<Item, T> {
  return Object.fromEntries(items.map((item) => [item, valueOf(item)])) as Record<Item, T>;
}
