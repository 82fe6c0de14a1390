/** Browser storage that does without when storage is blocked or full. */

function wrap(area) {
  return {
    get(key) {
      try {
        return JSON.parse(globalThis[area].getItem(`shouhou.demo.${key}`));
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        globalThis[area].setItem(`shouhou.demo.${key}`, JSON.stringify(value));
      } catch {
        // A page without storage still talks; it only forgets on reload.
      }
    },
  };
}

/** Kept for this tab, over a reload. */
export const tab = wrap("sessionStorage");

/** Kept for this browser. */
export const browser = wrap("localStorage");

/** 128 random bits as 32 hex digits. */
export function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
}
