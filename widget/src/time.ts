/** Times as a buyer in China reads them, whatever the browser's own zone; and waiting. */

import type { Texts } from "./texts/zh-CN.js";

const ZONE = "Asia/Shanghai";
const DAY = 86_400_000;
const clock = new Intl.DateTimeFormat("zh-CN", {
  timeZone: ZONE,
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const isoDay = new Intl.DateTimeFormat("en-CA", {
  timeZone: ZONE,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});

/** "14:03" for an ISO 8601 moment. */
export const timeOf = (at: string): string => clock.format(new Date(at));

/** "2026-12-07": the calendar day of an ISO 8601 moment, or of milliseconds. */
export const dayOf = (at: string | number): string => isoDay.format(new Date(at));

/** Dates in the words of a language. */
export class Dates {
  readonly #texts: Texts;
  readonly #day: Intl.DateTimeFormat;
  readonly #dayOfYear: Intl.DateTimeFormat;

  constructor(texts: Texts) {
    this.#texts = texts;
    const words = { timeZone: ZONE, month: texts.month, day: "numeric" } as const;
    this.#day = new Intl.DateTimeFormat(texts.lang, words);
    this.#dayOfYear = new Intl.DateTimeFormat(texts.lang, { ...words, year: "numeric" });
  }

  /** A day separator's words, relative to now (milliseconds): 今天, 昨天, 12月7日. */
  separator(at: string, now: number): string {
    const day = dayOf(at);
    if (day === dayOf(now)) return this.#texts.day.today;
    if (day === dayOf(now - DAY)) return this.#texts.day.yesterday;
    return this.date(at, now);
  }

  /** "12月16日" for a moment or a plain date, with the year when it is not this one. */
  date(at: string, now: number): string {
    const moment = at.length === 10 ? `${at}T12:00:00+08:00` : at;
    const thisYear = dayOf(moment).slice(0, 4) === dayOf(now).slice(0, 4);
    return (thisYear ? this.#day : this.#dayOfYear).format(new Date(moment));
  }

  /** "12月16日 14:03" for a moment. */
  moment(at: string, now: number): string {
    return `${this.date(at, now)} ${timeOf(at)}`;
  }
}

/** Wait; ends early, without an error, when `wake` fires. Rejects when `signal` aborts. */
export function pause(milliseconds: number, signal: AbortSignal, wake: EventTarget = new EventTarget()): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const over = new AbortController();
    const end = (): void => {
      clearTimeout(timer);
      over.abort();
    };
    const finish = (): void => {
      end();
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    wake.addEventListener("wake", finish, { signal: over.signal });
    const give = (): void => {
      end();
      reject(signal.reason);
    };
    signal.addEventListener("abort", give, { signal: over.signal });
  });
}
