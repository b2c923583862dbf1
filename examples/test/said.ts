import type { Page } from 'playwright-core';

/** Everything that a page says to anybody: its texts, what is read out in their place, and its title. */
export function saidIn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const said = [document.title];
    const read = (root: Document | ShadowRoot) => {
      for (const one of root.querySelectorAll('*')) {
        if (['SCRIPT', 'STYLE', 'TITLE'].includes(one.tagName)) continue;
        for (const name of ['aria-label', 'alt', 'title', 'placeholder', 'data-sample']) {
          if (one.hasAttribute(name)) said.push(one.getAttribute(name)!);
        }
        // A sentence that names something in another language is one sentence all the same.
        if ([...one.children].some(({ localName }) => localName === 'bdi')) said.push(one.textContent);
        else for (const node of one.childNodes) if (node.nodeType === Node.TEXT_NODE) said.push(node.textContent!);
        if (one.shadowRoot) read(one.shadowRoot);
      }
    };
    read(document);
    return said.map((text) => text.trim()).filter((text) => text !== '');
  });
}
