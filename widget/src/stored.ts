// A browser may throw on any use of its storage, even when the property is read.

/** The browser's storage for this tab or for the device. */
type Area = 'sessionStorage' | 'localStorage';

/** The value stored under that key; undefined if there is none, or no storage. */
export function load(storage: Area, key: string): unknown {
  try {
    return JSON.parse(window[storage].getItem(key)!) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Stores the value, or removes the stored one if it is undefined. @returns false if the storage is full or forbidden. */
export function store(storage: Area, key: string, value?: object): boolean {
  try {
    if (value) window[storage].setItem(key, JSON.stringify(value));
    else window[storage].removeItem(key);
    return true;
  } catch {
    return false;
  }
}
