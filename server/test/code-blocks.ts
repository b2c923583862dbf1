/** The code that a page shows to copy, by the names of its blocks. */
export function codesIn(html: string): Record<string, string> {
  const blocks = [...html.matchAll(/<code id="(\w+(?:-\w+)*)-code">(.*?)<\/code>/gs)];
  return Object.fromEntries(blocks.map(([, name, content]) => [name, textOf(content!)]));
}

/** The text that a browser shows for it. */
export function textOf(html: string): string {
  const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
  return html.replace(/&(?:lt|gt|quot|amp|#39);/g, (entity) => entities[entity]!);
}
