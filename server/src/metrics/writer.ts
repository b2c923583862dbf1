import type { WriterWatch } from '../database/group-commit.ts';
import { counter, gauge, histogram, secondsBounds } from './exposition.ts';

/** Measures the one writer of all responses. */
export function writerMeter() {
  let queue = 0;
  const sizes = histogram(
    'heart_commit_responses',
    'Responses in one commit.',
    [1, 2, 4, 8, 16, 32, 64, 128, 256],
    [{}],
  );
  const durations = histogram(
    'heart_commit_duration_seconds',
    'Time from the start of a commit until it is on disk.',
    secondsBounds,
    [{}],
  );
  const failures = counter('heart_commits_failed_total', 'Commits that failed.', [{}]);
  const watch: WriterWatch = {
    waiting: (entries) => {
      queue = entries;
    },
    committed: ({ entries, seconds, isGood }) => {
      sizes.observe(entries);
      durations.observe(seconds);
      if (!isGood) failures.add();
    },
  };
  const waiting = gauge('heart_writer_queue_length', 'Responses waiting for a commit.', () => [{ value: queue }]);
  return { watch, families: [waiting, sizes, durations, failures] };
}
