import type { ResponseRequest } from './answers.ts';
import { isPassing, type Outcome } from './outcome.ts';
import { send } from './sending.ts';
import { load, store } from './stored.ts';

/** A response that waits on this device until the collector accepts or refuses it. It is stored, so its keys are fixed. */
interface Unsent {
  endpoint: string;
  request: ResponseRequest;
  /** When it was first sent, in milliseconds since the epoch. */
  since: number;
}

/** Called with the result of a response. */
type OnResult = (outcome: Outcome, request: ResponseRequest) => void;

const prefix = 'heart-survey unsent ';
const week = 7 * 24 * 60 * 60 * 1000; // milliseconds
const minPause = 5000;
const maxPause = 5 * 60 * 1000;

/** The ids that a form or this outbox is sending right now. */
const inHand = new Set<string>();
/** The collectors of the surveys on this page. Responses for other collectors wait for a page with one of their surveys. */
const endpoints = new Set<string>();
const watchers = new Map<string, { unsent: Unsent; onResult: OnResult }>();
let pause = minPause;
let timer: ReturnType<typeof setTimeout> | undefined;
let isListening = false;

/**
 * Keeps the response on this device. Its form sends it now, and the outbox leaves it alone until `release`.
 * @returns false if the storage is full or forbidden.
 */
export function keep(endpoint: string, request: ResponseRequest): boolean {
  inHand.add(request.id);
  const since = read(prefix + request.id)?.since ?? Date.now();
  return store('localStorage', prefix + request.id, { endpoint, request, since } satisfies Unsent);
}

/** The kept response with that id, as it was first sent. */
export function waiting(id: string): ResponseRequest | undefined {
  return read(prefix + id)?.request;
}

/** The form's own attempt has ended, so the outbox may send the response. */
export function release(id: string): void {
  inHand.delete(id);
}

/** Removes the response and its callback. */
export function forget(id: string): void {
  watchers.delete(id);
  store('localStorage', prefix + id);
}

/** From now on, also sends responses for this collector, starting now. */
export function deliverTo(endpoint: string): void {
  endpoints.add(endpoint);
  deliverKept();
}

/** Calls back with the result of the kept response with this id, if there is one. */
export function whenDelivered(id: string, onResult: OnResult): void {
  const unsent = read(prefix + id);
  if (unsent) watchers.set(id, { unsent, onResult });
  deliverLater();
}

function listen(): void {
  if (isListening) return;
  isListening = true;
  addEventListener('online', deliverKept);
  addEventListener('pageshow', deliverKept);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') deliverKept();
  });
  addEventListener('storage', ({ key, newValue }) => {
    if (key?.startsWith(prefix) && newValue === null) void askAgain(key.slice(prefix.length));
    // The storage was cleared.
    if (key === null) deliverKept();
  });
}

/**
 * Sends the responses that wait on this device: now, whenever the network or the person comes back, and repeatedly in
 * between. Only one of several tabs does it (Web Locks). Without locks, a response may be sent twice, but the collector
 * stores it once.
 */
function deliverKept(): void {
  listen();
  // The page cleared its storage, or another tab sent the responses.
  for (const id of watchers.keys()) if (!read(prefix + id)) void askAgain(id);
  if (keys().length === 0) return deliverLater();
  const done = navigator.locks
    ? navigator.locks.request('heart-survey', { ifAvailable: true }, (lock) => (lock ? deliverAll() : undefined))
    : deliverAll();
  void done.catch(() => {}).then(deliverLater);
}

async function deliverAll(): Promise<void> {
  for (const key of keys()) {
    if (await isTooMany(key)) {
      // The collector asked for a long wait, which applies to all of them.
      pause = maxPause;
      return;
    }
  }
}

/** Tries again later, after longer and longer pauses. */
function deliverLater(): void {
  clearTimeout(timer);
  if (keys().length + watchers.size === 0) {
    pause = minPause;
    return;
  }
  timer = setTimeout(() => {
    pause = Math.min(2 * pause, maxPause);
    deliverKept();
  }, pause);
}

/** Sends one kept response. @returns whether the collector replied that there were too many. */
async function isTooMany(key: string): Promise<boolean> {
  const kept = localStorage.getItem(key);
  const unsent = read(key);
  if (unsent && inHand.has(unsent.request.id)) return false;
  const isExpired = !unsent || !(Math.abs(Date.now() - unsent.since) <= week);
  const isOurs = unsent && endpoints.has(unsent.endpoint);
  if (!isExpired && !isOurs) return false;
  const outcome = isOurs ? await send(unsent.endpoint, unsent.request) : undefined;
  // In the meantime, different answers may have been kept under the same id. They are sent separately.
  if (localStorage.getItem(key) !== kept) return false;
  if (!isExpired && isPassing(outcome?.reason)) return outcome?.reason === 'tooMany';
  localStorage.removeItem(key);
  if (unsent && outcome) report(unsent.request.id, outcome);
  return false;
}

/** Another tab removed it for an unknown reason. A replay gets the same reply from the collector. */
async function askAgain(id: string): Promise<void> {
  const watcher = watchers.get(id);
  if (!watcher || inHand.has(id)) return;
  inHand.add(id);
  const { endpoint, request } = watcher.unsent;
  const outcome = await send(endpoint, request);
  inHand.delete(id);
  if (isPassing(outcome.reason)) deliverLater();
  else report(id, outcome);
}

function report(id: string, outcome: Outcome): void {
  const watcher = watchers.get(id);
  watchers.delete(id);
  watcher?.onResult(outcome, watcher.unsent.request);
}

function keys(): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

function read(key: string): Unsent | undefined {
  const unsent = load('localStorage', key) as Partial<Unsent> | undefined;
  const isUnsent = typeof unsent?.endpoint === 'string' && typeof unsent.request?.id === 'string';
  return isUnsent ? (unsent as Unsent) : undefined;
}
