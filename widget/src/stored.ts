// A browser may refuse its storage at any call, even at the mention of its name.

/** Which of the browser's storages: this tab's, or the device's. */
type Place = 'sessionStorage' | 'localStorage';

/** The value kept under that key; undefined if there is none, or none can be kept. */
export function load(storage: Place, key: string): unknown {
  try {
    return JSON.parse(window[storage].getItem(key)!) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the value, or removes what was kept if it is undefined. @returns false where the storage is full or forbidden. */
export function store(storage: Place, key: string, value?: object): boolean {
  try {
    if (value) window[storage].setItem(key, JSON.stringify(value));
    else window[storage].removeItem(key);
    return true;
  } catch {
    return false;
  }
}
