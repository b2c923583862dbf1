/** A message as it goes to a translator and comes back. */
export interface Message {
  /** Its path in the catalogue, such as `items.respect.word`. */
  id: string;
  english: string;
  translation: string;
}

/** What came back, in the language that it says it is in. */
export interface Returned {
  tag: string;
  messages: Message[];
}
