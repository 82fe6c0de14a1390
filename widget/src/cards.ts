/** The card under a message: what a buyer may want to look up again, no more. */

import { el } from "./dom.js";
import type { Texts } from "./texts/index.js";
import type { Dates } from "./time.js";
import type { Facts } from "./types.js";

interface Row {
  label: string;
  value: string;
  tone?: string;
}

const TONE: Record<string, string> = { allowed: "good", refused: "bad", needs_consent: "warn" };

/** A card for a message's facts, or null when they hold nothing worth showing. `now` in milliseconds. */
export function factsCard(facts: Facts, texts: Texts, dates: Dates, now: number): HTMLElement | null {
  const rows = [
    ...caseRows(facts, texts, dates, now),
    ...numbered(texts.fact.complaint, facts.complaint_number, facts.complaint_status, texts.status.complaint, texts),
    ...windowRows(facts, texts, dates, now),
    ...consentRows(facts, texts),
  ];
  if (facts.cancellations_used || !rows.length) rows.push(...cancellationRows(facts, texts)); // "none used" is no news
  if (!rows.length) return null;
  const verdict = texts.verdict[facts.verdict ?? ""];
  if (verdict && !facts.case_number && !facts.complaint_number) {
    rows.push({ label: texts.fact.verdict, value: verdict, tone: TONE[facts.verdict ?? ""] ?? "" });
  }
  if (facts.order_number) rows.unshift({ label: texts.fact.order, value: facts.order_number });
  return el(
    "dl",
    { className: "facts", "aria-label": texts.facts },
    ...rows.map(({ label, value, tone = "" }) =>
      el("div", {}, el("dt", { textContent: label }), el("dd", { textContent: value, className: tone })),
    ),
  );
}

function cancellationRows({ cancellations_used: used, cancellations_left: left }: Facts, texts: Texts): Row[] {
  if (used === undefined || left === undefined) return [];
  const tone = left === 0 ? "bad" : left === 1 ? "warn" : "";
  return [{ label: texts.fact.cancelled, value: texts.fact.cancellations(used, left), tone }];
}

function windowRows(facts: Facts, texts: Texts, dates: Dates, now: number): Row[] {
  const { window_open: open, window_last_day: last, days_left: days } = facts;
  const label = texts.fact.window;
  const until = last ? dates.date(last, now) : "";
  if (open === false) return [{ label, value: texts.fact.shut(until), tone: "bad" }];
  if (!open || days === undefined) return [];
  const value = days === 0 ? texts.fact.lastDay : texts.fact.daysLeft(days, until);
  return [{ label, value, tone: days <= 2 ? "warn" : "" }];
}

function caseRows(facts: Facts, texts: Texts, dates: Dates, now: number): Row[] {
  const rows = numbered(texts.fact.case, facts.case_number, facts.case_status, texts.status.case, texts);
  const next = texts.next[facts.case_next_actor ?? ""];
  if (next) rows.push({ label: texts.fact.next, value: next, tone: facts.case_next_actor === "buyer" ? "warn" : "" });
  if (facts.case_due_at) rows.push({ label: texts.fact.due, value: dates.moment(facts.case_due_at, now) });
  return rows;
}

function consentRows({ consent }: Facts, texts: Texts): Row[] {
  return consent ? [{ label: texts.fact.consent, value: texts.status.consent[consent] ?? consent }] : [];
}

function numbered(
  label: string,
  number: string | undefined,
  status: string | undefined,
  words: Record<string, string>,
  texts: Texts,
): Row[] {
  const rows: Row[] = [];
  if (number) rows.push({ label, value: number });
  if (status) rows.push({ label: texts.fact.progress, value: words[status] ?? status });
  return rows;
}
