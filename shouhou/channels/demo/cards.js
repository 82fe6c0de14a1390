/** The line of facts under a message: what a buyer may want to look up again, no more. */

import { FACT, PAGE, STATUS, VERDICT } from "./texts.js";
import { el } from "./dom.js";
import { dateWords } from "./time.js";

const TONE = { allowed: "good", refused: "bad", needs_consent: "warn" };

/** A card for a message's facts, or null when they hold nothing worth showing. */
export function factsCard(facts, now) {
  const rows = [...caseOf(facts), ...complaint(facts), ...openWindow(facts, now), ...consent(facts)];
  if (facts.cancellations_used || !rows.length) rows.push(...cancellations(facts)); // "none used" is no news
  if (!rows.length) return null;
  if (VERDICT[facts.verdict] && !facts.case_number && !facts.complaint_number) {
    rows.push({ label: FACT.verdict, value: VERDICT[facts.verdict], tone: TONE[facts.verdict] });
  }
  if (facts.order_number) rows.unshift({ label: FACT.order, value: facts.order_number, tone: "number" });
  return el(
    "dl",
    { className: "facts", "aria-label": PAGE.facts },
    ...rows.map(({ label, value, tone = "" }) =>
      el("div", {}, el("dt", { textContent: label }), el("dd", { textContent: value, className: tone })),
    ),
  );
}

function cancellations({ cancellations_used: used, cancellations_left: left }) {
  if (used === undefined || left === undefined) return [];
  const tone = left === 0 ? "bad" : left === 1 ? "warn" : "";
  return [{ label: FACT.cancelled, value: FACT.cancellations(used, left), tone }];
}

function openWindow({ window_open: open, window_last_day: last, days_left: days }, now) {
  const until = last ? dateWords(last, now) : "";
  if (open === false) return [{ label: FACT.window, value: FACT.shut(until), tone: "bad" }];
  if (!open || days === undefined) return [];
  const value = days === 0 ? FACT.lastDay : FACT.daysLeft(days, until);
  return [{ label: FACT.window, value, tone: days <= 2 ? "warn" : "" }];
}

function caseOf({ case_number: number, case_status: status }) {
  return numbered(FACT.case, number, STATUS.case[status] ?? status);
}

function complaint({ complaint_number: number, complaint_status: status }) {
  return numbered(FACT.complaint, number, STATUS.complaint[status] ?? status);
}

function consent({ consent: status }) {
  return status ? [{ label: FACT.consent, value: STATUS.consent[status] ?? status }] : [];
}

function numbered(label, number, status) {
  const rows = [number && { label, value: number }, status && { label: FACT.progress, value: status }];
  return rows.filter(Boolean);
}
