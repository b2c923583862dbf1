/** Who may have a password here, and sign in with it. */
export interface PasswordRule {
  /** What the provider is called that everybody else signs in with; undefined where everybody may use a password. */
  onlyProvider: string | undefined;
  /** Whether the person of that address may have a password. */
  allows(email: string): boolean;
}

/**
 * Everybody may, unless an installation lets people in by its provider alone. Then one named administrator may, for the
 * day on which the provider is down or the settings are wrong.
 */
export function createPasswordRule(oidc: { name: string; breakGlass: string | undefined } | undefined): PasswordRule {
  const breakGlass = oidc?.breakGlass;
  if (oidc === undefined || breakGlass === undefined) return { onlyProvider: undefined, allows: () => true };
  return { onlyProvider: oidc.name, allows: (email) => email.toLowerCase() === breakGlass };
}
