/** What the survey says to the page that frames it. Nothing of what was answered is in it. */
type FrameMessage = { type: 'heart-survey:height'; height: number } | { type: 'heart-survey:submitted' };

/**
 * Sends it to the page around the frame. Of these origins one is that page's; what is meant for another reaches nobody.
 * @param ancestors the origins that the collector lets frame the survey.
 */
export function tellFrame(ancestors: readonly string[], message: FrameMessage): void {
  if (parent === window) return;
  for (const origin of ancestors) parent.postMessage(message, origin);
}

/** Tells the page around the frame how high this page is, in CSS pixels, now and whenever that changes. */
export function tellHeight(ancestors: readonly string[]): void {
  const root = document.documentElement;
  let told = 0;
  new ResizeObserver(() => {
    // What scrolls is at least as high as the frame, and would never ask for less.
    const height = Math.ceil(root.getBoundingClientRect().height);
    if (height !== told) tellFrame(ancestors, { type: 'heart-survey:height', height });
    told = height;
  }).observe(root);
}
