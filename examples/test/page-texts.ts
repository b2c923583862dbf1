import type { Page } from 'playwright-core';

/** Every text on a page: visible text, texts for screen readers, and the title. */
export function textsIn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts = [document.title];
    const read = (root: Document | ShadowRoot) => {
      for (const one of root.querySelectorAll('*')) {
        if (['SCRIPT', 'STYLE', 'TITLE'].includes(one.tagName)) continue;
        for (const name of ['aria-label', 'alt', 'title', 'placeholder', 'data-sample']) {
          if (one.hasAttribute(name)) texts.push(one.getAttribute(name)!);
        }
        // A sentence that contains a name in another language is still one sentence.
        if ([...one.children].some(({ localName }) => localName === 'bdi')) texts.push(one.textContent);
        else for (const node of one.childNodes) if (node.nodeType === Node.TEXT_NODE) texts.push(node.textContent!);
        if (one.shadowRoot) read(one.shadowRoot);
      }
    };
    read(document);
    return texts.map((text) => text.trim()).filter((text) => text !== '');
  });
}
