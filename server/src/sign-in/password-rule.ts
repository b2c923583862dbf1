/** Who may have a password here and sign in with it. */
export interface PasswordRule {
  /** The name of the provider that everyone else signs in with; undefined if everyone may use a password. */
  onlyProvider: string | undefined;
  /** Whether the person with that address may have a password. */
  allows(email: string): boolean;
}

/**
 * Everyone may have a password, unless the installation signs people in only with its provider. Then one named
 * administrator may, in case the provider is down or its settings are wrong.
 */
export function createPasswordRule(oidc: { name: string; breakGlass: string | undefined } | undefined): PasswordRule {
  const breakGlass = oidc?.breakGlass;
  if (oidc === undefined || breakGlass === undefined) return { onlyProvider: undefined, allows: () => true };
  return { onlyProvider: oidc.name, allows: (email) => email.toLowerCase() === breakGlass };
}
