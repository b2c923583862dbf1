/** A message from the survey to the page that frames it. It contains no answers. */
type FrameMessage = { type: 'heart-survey:height'; height: number } | { type: 'heart-survey:submitted' };

/**
 * Sends it to the page around the frame. The browser delivers only the message addressed to that page's origin.
 * @param ancestors the origins that the collector lets frame the survey.
 */
export function tellFrame(ancestors: readonly string[], message: FrameMessage): void {
  if (parent === window) return;
  for (const origin of ancestors) parent.postMessage(message, origin);
}

/** Sends this page's height in CSS pixels to the page around the frame, now and after each change. */
export function tellHeight(ancestors: readonly string[]): void {
  const root = document.documentElement;
  let sent = 0;
  new ResizeObserver(() => {
    // The scroll height is never less than the frame's, so the frame would never shrink.
    const height = Math.ceil(root.getBoundingClientRect().height);
    if (height !== sent) tellFrame(ancestors, { type: 'heart-survey:height', height });
    sent = height;
  }).observe(root);
}
