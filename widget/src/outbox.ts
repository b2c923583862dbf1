import type { ResponseRequest } from './answers.ts';
import { passingReason, type PassingReason, type Outcome } from './outcome.ts';
import { send } from './sending.ts';

/** A response that waits on this device until the collector has answered for good. */
interface Unsent {
  endpoint: string;
  request: ResponseRequest;
  /** When it was first tried, in milliseconds since the epoch. */
  since: number;
}

const prefix = 'heart-survey unsent ';
const week = 7 * 24 * 60 * 60 * 1000; // milliseconds
const soonest = 5000;
const latest = 5 * 60 * 1000;

/** What a form is sending by itself at this moment. */
const inHand = new Set<string>();
/** The collectors of the surveys on this page; what waits for others waits for a page of theirs. */
const endpoints = new Set<string>();
/** Is told what became of a response, and which it was. */
type Told = (outcome: Outcome, request: ResponseRequest) => void;
const watchers = new Map<string, { unsent: Unsent; told: Told }>();
let pause = soonest;
let timer: ReturnType<typeof setTimeout> | undefined;
let listening = false;

/**
 * Keeps the response on this device, for its form to send now, until `release`.
 * @returns false where the storage is full or forbidden.
 */
export function keep(endpoint: string, request: ResponseRequest): boolean {
  inHand.add(request.id);
  const since = read(prefix + request.id)?.since ?? Date.now();
  try {
    localStorage.setItem(prefix + request.id, JSON.stringify({ endpoint, request, since } satisfies Unsent));
    return true;
  } catch {
    return false;
  }
}

/** What waits on this device under that id, as it was sent first. */
export function waiting(id: string): ResponseRequest | undefined {
  return read(prefix + id)?.request;
}

/** The form has had its try; from now on it goes out on its own. */
export function release(id: string): void {
  inHand.delete(id);
}

/** Keeps it no longer, and tells nobody of it any more. */
export function forget(id: string): void {
  watchers.delete(id);
  try {
    localStorage.removeItem(prefix + id);
  } catch {
    // It was never kept.
  }
}

/** Delivers to this collector too from now on, and at once. */
export function deliverTo(endpoint: string): void {
  endpoints.add(endpoint);
  deliverKept();
}

/** Tells what becomes of the kept response of this id, if there is one. */
export function whenDelivered(id: string, told: Told): void {
  const unsent = read(prefix + id);
  if (unsent !== null) watchers.set(id, { unsent, told });
  deliverInTime();
}

/**
 * Sends what waits on this device: now, whenever the network or the person comes back, and again and again meanwhile.
 * Of several tabs one does it (Web Locks); where there are no locks, the collector takes what comes twice once.
 */
function deliverKept(): void {
  if (!listening) {
    listening = true;
    addEventListener('online', deliverKept);
    addEventListener('pageshow', deliverKept);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') deliverKept();
    });
    addEventListener('storage', ({ key, newValue }) => {
      if (key?.startsWith(prefix) && newValue === null) void askAgain(key.slice(prefix.length));
      if (key === null) deliverKept();
    });
  }
  // What the page cleared away, or another tab delivered.
  for (const id of watchers.keys()) if (read(prefix + id) === null) void askAgain(id);
  if (keys().length === 0) return deliverInTime();
  const work = async (): Promise<void> => {
    for (const key of keys()) {
      // Asked to wait, it waits with all of them, and for long.
      if ((await deliver(key)) === 'tooMany') {
        pause = latest;
        return;
      }
    }
  };
  const done = navigator.locks
    ? navigator.locks.request('heart-survey', { ifAvailable: true }, (lock) => (lock ? work() : undefined))
    : work();
  void done.catch(() => {}).then(deliverInTime);
}

/** One more try; the next one is later each time. */
function deliverInTime(): void {
  clearTimeout(timer);
  if (keys().length + watchers.size === 0) {
    pause = soonest;
    return;
  }
  timer = setTimeout(() => {
    pause = Math.min(2 * pause, latest);
    deliverKept();
  }, pause);
}

async function deliver(key: string): Promise<PassingReason | undefined> {
  const kept = localStorage.getItem(key);
  const unsent = read(key);
  if (unsent && inHand.has(unsent.request.id)) return undefined;
  const expired = !unsent || !(Math.abs(Date.now() - unsent.since) <= week);
  if (!expired && !endpoints.has(unsent.endpoint)) return undefined;
  const outcome = unsent && endpoints.has(unsent.endpoint) && (await send(unsent.endpoint, unsent.request));
  // In the meantime other answers may have been kept under the same id; they have a try of their own.
  if (localStorage.getItem(key) !== kept) return undefined;
  const reason = outcome && passingReason(outcome);
  if (!expired && reason) return reason;
  localStorage.removeItem(key);
  if (unsent && outcome) tell(unsent.request.id, outcome);
  return undefined;
}

/** Another tab took it away, for whatever reason. The collector knows which: it answers a replay as it did then. */
async function askAgain(id: string): Promise<void> {
  const watched = watchers.get(id);
  if (!watched || inHand.has(id)) return;
  inHand.add(id);
  const outcome = await send(watched.unsent.endpoint, watched.unsent.request);
  inHand.delete(id);
  if (passingReason(outcome)) deliverInTime();
  else tell(id, outcome);
}

function tell(id: string, outcome: Outcome): void {
  const watched = watchers.get(id);
  watchers.delete(id);
  watched?.told(outcome, watched.unsent.request);
}

function keys(): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

function read(key: string): Unsent | null {
  try {
    const unsent = JSON.parse(localStorage.getItem(key) ?? 'null') as Unsent | null;
    return typeof unsent?.endpoint === 'string' && typeof unsent.request?.id === 'string' ? unsent : null;
  } catch {
    return null;
  }
}
