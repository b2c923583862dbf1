import type { Page } from 'playwright-core';

/**
 * All texts in the page, including drawings, whose contrast with the nearest opaque background color is below 4.5 (WCAG
 * 1.4.3). axe leaves these cases for review. Text on pictures and in shadow roots is not checked.
 */
export function paleTexts(page: Page): Promise<string[]> {
  return page.evaluate(paleHere);
}

/** Runs in the page. */
function paleHere(): string[] {
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  const read = (color: string) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = color;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (color: number[]) => {
    const [r = 0, g = 0, b = 0] = color.map((part) =>
      part <= 0.040_45 * 255 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element: Element | null): number[] => {
    if (element === null) return read('canvas');
    const color = read(getComputedStyle(element).backgroundColor);
    return color[3] === 255 ? color : behind(element.parentElement);
  };
  const texts = [...document.body.querySelectorAll('*')].filter(
    (element) =>
      element.checkVisibility() &&
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== ''),
  );
  return texts.flatMap((element) => {
    const { color, fill } = getComputedStyle(element);
    const [text, ground] = [read(element instanceof SVGElement ? fill : color), behind(element)].map(luminance);
    const contrast = (Math.max(text!, ground!) + 0.05) / (Math.min(text!, ground!) + 0.05);
    return contrast < 4.5 ? [`${element.tagName} “${element.textContent}” ${contrast.toFixed(2)}`] : [];
  });
}
