import look from '@heart-survey/shared/look.css?inline';
import choiceLook from '@heart-survey/shared/language-choice.css?inline';
import formLook from '@heart-survey/shared/survey-form.css?inline';
import ownLook from './heart-survey.css?inline';

const css = look + choiceLook + formLook + ownLook;
let sheet: CSSStyleSheet | undefined;

/** Gives the shadow root its look. Adopted sheets need no leave from a page's `style-src`. */
export function dress(root: ShadowRoot): void {
  try {
    if (sheet === undefined) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    root.adoptedStyleSheets = [sheet];
  } catch {
    // Phones before iOS 16.4 cannot make a sheet; where the page lets them, they read it as an element.
    const style = document.createElement('style');
    style.textContent = css;
    root.append(style);
  }
}
