/** Browser storage that does without when storage is blocked or full. */

interface Area {
  get<T>(key: string): T | null;
  set(key: string, value: unknown): void;
}

function wrap(area: "sessionStorage" | "localStorage"): Area {
  return {
    get<T>(key: string): T | null {
      try {
        return JSON.parse(window[area].getItem(`shouhou.${key}`) ?? "null") as T | null;
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        window[area].setItem(`shouhou.${key}`, JSON.stringify(value));
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
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
