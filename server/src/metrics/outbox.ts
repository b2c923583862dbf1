import { gauge, type Family, type Sample } from './exposition.ts';
import { withTimeout } from './storage.ts';

/** How to read the state of the outbox. */
export interface OutboxWatch {
  /** The number of emails in each state, and when the oldest waiting one was queued, in milliseconds since the epoch. */
  counts: () => Promise<{ states: { state: string; n: number }[]; oldest: number | null }>;
  /** Whether there is a mail server. Without one, all emails stay drafts, and none is late. */
  hasServer: boolean;
}

const states = ['waiting', 'sent', 'failed', 'unsure', 'obsolete'];

/** The state of the outbox of the whole installation, the same in every collector. */
export function outboxFamilies(outbox: OutboxWatch | undefined, clock: () => number): Family[] {
  if (outbox === undefined) return [];
  const { hasServer } = outbox;
  // If the database does not answer, only these metrics are missing.
  const read = async (samples: (counts: Awaited<ReturnType<OutboxWatch['counts']>>) => Sample[]) => {
    const counts = hasServer ? await withTimeout(outbox.counts(), undefined).catch(() => undefined) : undefined;
    return counts === undefined ? [] : samples(counts);
  };
  return [
    gauge('heart_outbox_emails', 'Emails in the outbox, by state.', () =>
      read((counts) =>
        states.map((state) => ({
          labels: { state },
          value: counts.states.find((each) => each.state === state)?.n ?? 0,
        })),
      ),
    ),
    gauge(
      'heart_outbox_oldest_waiting_seconds',
      'How long the oldest email has waited; 0 if no email is waiting.',
      () => read(({ oldest }) => [{ value: oldest === null ? 0 : Math.max(0, clock() - oldest) / 1000 }]),
    ),
  ];
}
