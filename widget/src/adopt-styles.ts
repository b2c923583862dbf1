import { supportsAdoptingStyleSheets, type CSSResult } from 'lit';

/** A constructed sheet belongs to the document that created it, so an element in another document needs its own. */
export function adoptStyles({ ownerDocument, shadowRoot }: HTMLElement, { cssText }: CSSResult): void {
  const view = ownerDocument.defaultView;
  if (!view || !supportsAdoptingStyleSheets) return;
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(cssText);
  shadowRoot!.adoptedStyleSheets = [sheet];
}
