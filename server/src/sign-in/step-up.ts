// A step-up: proof that the person who does something far-reaching is there, although they are already signed in
// (docs/design.md §3.13).

/** How a person proved that they are there. */
export type Proof =
  | {
      method: 'one-time code';
      /** In milliseconds since the epoch. */
      at: number;
    }
  | {
      method: 'identity provider';
      /** When the person signed in there, by the provider's clock. */
      at: number;
      /** The provider's name, and its issuer. */
      name: string;
      issuer: string;
      /** The class and the methods of the sign-in, as the provider reported them; null if it reported none. */
      acr: string | null;
      amr: string[] | null;
      /** Whether one of the methods is a second factor. */
      hasSecondFactor: boolean;
    };
