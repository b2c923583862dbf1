/** A message as it is sent to a translator and returned. */
export interface Message {
  /** Its path in the catalog, such as `items.respect.word`. */
  id: string;
  english: string;
  translation: string;
}

/** The returned messages and the language that the file names. */
export interface Returned {
  tag: string;
  messages: Message[];
}
