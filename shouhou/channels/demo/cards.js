/** The line of facts under a message: what a buyer may want to look up again, no more. */

import { FACT, PAGE, STATUS, VERDICT } from "./texts.js";
import { el } from "./dom.js";
import { dateWords } from "./time.js";

const TONE = { allowed: "good", refused: "bad", needs_consent: "warn" };

/** A card for a message's facts, or null when they hold nothing worth showing. */
export function factsCard(facts, now) {
  const rows = [cancellations(facts), openWindow(facts, now), complaint(facts), caseOf(facts), consent(facts)].filter(
    Boolean,
  );
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
  if (used === undefined && left === undefined) return null;
  const tone = left === 0 ? "bad" : left === 1 ? "warn" : "";
  if (used === undefined) return { label: FACT.cancelled, value: FACT.cancellationsLeft(left), tone };
  return {
    label: FACT.cancelled,
    value: left === undefined ? FACT.cancellationsUsed(used) : FACT.cancellations(used, left),
    tone,
  };
}

function openWindow({ window_open: open, window_last_day: last, days_left: days }, now) {
  const until = last ? dateWords(last, now) : "";
  if (open === false) return { label: FACT.window, value: FACT.shut(until), tone: "bad" };
  if (!open || days === undefined) return null;
  return {
    label: FACT.window,
    value: days === 0 ? FACT.lastDay : FACT.daysLeft(days, until),
    tone: days <= 2 ? "warn" : "",
  };
}

function caseOf({ case_number: number, case_status: status }) {
  return numbered(FACT.case, number, STATUS.case[status] ?? status);
}

function complaint({ complaint_number: number, complaint_status: status }) {
  return numbered(FACT.complaint, number, STATUS.complaint[status] ?? status);
}

function consent({ consent: status }) {
  return status ? { label: FACT.consent, value: STATUS.consent[status] ?? status } : null;
}

function numbered(label, number, status) {
  const parts = [number, status].filter(Boolean);
  return parts.length ? { label, value: parts.join(" · ") } : null;
}
