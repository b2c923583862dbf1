import { gauge, type Family } from './exposition.ts';
import { withTimeout } from './storage.ts';

/** Whether this collector's clock jumped, so that it closes no quarter. @param isHeld reads it; missing without a database. */
export function clockFamily(isHeld: (() => Promise<boolean>) | undefined): Family {
  return gauge(
    'heart_clock_held',
    '1 if the clock jumped and no quarter closes automatically, otherwise 0.',
    async () => {
      const held = isHeld && (await withTimeout(isHeld(), undefined).catch(() => undefined));
      return held === undefined ? [] : [{ value: Number(held) }];
    },
  );
}
