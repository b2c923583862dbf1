import { monitorEventLoopDelay } from 'node:perf_hooks';
import { version } from '../version.ts';
import { gauge, type Family } from './exposition.ts';

/** How often the event loop is checked, in milliseconds; the monitor includes it in its delays. */
const resolution = 20;

/**
 * Node's own figures about the process. The names are those of Prometheus's client libraries, so that dashboards know
 * them.
 */
export function processFamilies(clock: () => number, isRead: boolean): { families: Family[]; stop: () => void } {
  const startedAt = clock() / 1000;
  const loop = monitorEventLoopDelay({ resolution });
  if (isRead) loop.enable();
  const delays = () => {
    const percentiles: [string, number][] = [
      ['50', loop.percentile(50)],
      ['99', loop.percentile(99)],
      ['100', loop.max],
    ];
    const isEmpty = loop.count === 0;
    loop.reset();
    return percentiles.map(([percentile, nanoseconds]) => {
      const late = isEmpty ? 0 : Math.max(0, nanoseconds / 1e9 - resolution / 1e3);
      return { labels: { percentile }, value: late };
    });
  };
  const families = [
    gauge('heart_event_loop_delay_seconds', 'Event loop delay since the last scrape.', delays),
    gauge('process_resident_memory_bytes', 'Resident memory.', () => [{ value: process.memoryUsage.rss() }]),
    gauge('process_start_time_seconds', 'When the collector started.', () => [{ value: startedAt }]),
    gauge('heart_build_info', 'The running version; always 1.', () => [
      { labels: { version, node: process.version }, value: 1 },
    ]),
  ];
  return { families, stop: () => void loop.disable() };
}
