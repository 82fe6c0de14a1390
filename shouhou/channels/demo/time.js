/** Times as a buyer in China reads them, whatever the browser's own zone; and waiting. */

import { DAY } from "./texts.js";

const ZONE = "Asia/Shanghai";
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
const monthDay = { month: "long", day: "numeric" };
const dayLabel = new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, ...monthDay, weekday: "short" });
const yearLabel = new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, year: "numeric", ...monthDay });

/** "14:03" for an ISO 8601 moment. */
export const timeOf = (at) => clock.format(new Date(at));

/** "2026-12-07": the calendar day of an ISO 8601 moment. */
export const dayOf = (at) => isoDay.format(new Date(at));

/** A day separator's words, relative to now (milliseconds). */
export function dayWords(at, now) {
  const day = dayOf(at);
  if (day === dayOf(now)) return DAY.today;
  if (day === dayOf(now - 86_400_000)) return DAY.yesterday;
  return (day.slice(0, 4) === dayOf(now).slice(0, 4) ? dayLabel : yearLabel).format(new Date(at));
}

/** "12月16日" for a plain date "2026-12-16", with the year when it is not this one. */
export function dateWords(date, now) {
  const [year, month, day] = date.split("-").map(Number);
  return `${year === Number(dayOf(now).slice(0, 4)) ? "" : `${year}年`}${month}月${day}日`;
}

/** Wait; ends early, without an error, when `wake` fires. Rejects when `signal` aborts. */
export function pause(milliseconds, signal, wake = new EventTarget()) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const over = new AbortController();
    const finish = (settle) => (cause) => {
      clearTimeout(timer);
      over.abort();
      settle(cause);
    };
    const timer = setTimeout(finish(resolve), milliseconds);
    wake.addEventListener("wake", finish(resolve), { signal: over.signal });
    signal.addEventListener(
      "abort",
      finish(() => reject(signal.reason)),
      { signal: over.signal },
    );
  });
}
