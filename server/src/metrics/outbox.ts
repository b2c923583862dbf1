import { gauge, type Family, type Sample } from './exposition.ts';
import { inTime } from './storage.ts';

/** How the outbox is asked. */
export interface OutboxWatch {
  /** How many emails are in each state, and when the oldest was queued that waits, in milliseconds since the epoch. */
  counts: () => Promise<{ states: { state: string; n: number }[]; oldest: number | null }>;
  /** Whether there is a mail server: without one everything stays a draft, and nothing is late or has failed. */
  hasServer: boolean;
}

const states = ['waiting', 'sent', 'failed', 'unsure'];

/** What is in the outbox; of the installation as a whole, whichever collector is asked. */
export function outboxFamilies(outbox: OutboxWatch | undefined, clock: () => number): Family[] {
  if (outbox === undefined) return [];
  const { hasServer } = outbox;
  // A database that does not answer leaves these out; the other metrics are there all the same.
  const asked = async (samples: (counts: Awaited<ReturnType<OutboxWatch['counts']>>) => Sample[]) => {
    const counts = hasServer ? await inTime(outbox.counts(), undefined).catch(() => undefined) : undefined;
    return counts === undefined ? [] : samples(counts);
  };
  return [
    gauge('heart_outbox_emails', 'Emails in the outbox, by state.', () =>
      asked((counts) =>
        states.map((state) => ({
          labels: { state },
          value: counts.states.find((one) => one.state === state)?.n ?? 0,
        })),
      ),
    ),
    gauge('heart_outbox_oldest_waiting_seconds', 'How long the oldest email has waited; 0 where none waits.', () =>
      asked(({ oldest }) => [{ value: oldest === null ? 0 : Math.max(0, clock() - oldest) / 1000 }]),
    ),
  ];
}
