/** The message list: what was said, in order, drawn a page at a time from the end. */

import type { Client } from "./api.js";
import { factsCard } from "./cards.js";
import { el, icon } from "./dom.js";
import type { Pictures } from "./picture.js";
import type { Texts } from "./texts/index.js";
import { Dates, dayOf, timeOf } from "./time.js";
import type { Button, Content, Facts, Item, Message, Sender } from "./types.js";

const UNDER_WAY = 1e15; // after everything the server has numbered
const NEAR = 5 * 60_000; // messages of one side within this belong together
const PAGE = 60; // messages drawn at once

/**
 * A message in the list. A buyer's message is known by the client's id, so that the reply of a call, the stream and
 * another tab all meet in one entry. `node` is made when the entry comes into view.
 */
interface Entry {
  key: string;
  id: string;
  from: Sender;
  at: string | null;
  order: number;
  node: HTMLElement | null;
  text?: string | undefined;
  name?: string | undefined;
  image?: string | undefined;
  file?: File | undefined;
  facts?: Facts | undefined;
  buttons?: Button[] | undefined;
  chosen: number | null; // the place of the button that was pressed
  past?: boolean | undefined; // its buttons no longer stand
  item: Item | null;
}

interface Listener {
  pick(choice: Content): void;
  retry(id: string): void;
  rate(opener: HTMLElement): void;
  client(): Client;
}

export class Log {
  readonly node: HTMLElement;
  readonly earlier: HTMLButtonElement;
  readonly #texts: Texts;
  readonly #dates: Dates;
  readonly #pictures: Pictures;
  readonly #on: Listener;
  readonly #known = new Map<string, Entry>();
  #entries: Entry[] = [];
  #first = 0; // entries before this one are not drawn
  #sent = 0;

  constructor(texts: Texts, pictures: Pictures, on: Listener) {
    this.#texts = texts;
    this.#dates = new Dates(texts);
    this.#pictures = pictures;
    this.#on = on;
    // New messages are read out by the panel's own live region, one by one: pages of history are not.
    this.node = el("div", { className: "log", role: "log", "aria-label": texts.log, "aria-live": "off" });
    this.earlier = el("button", { type: "button", className: "earlier", hidden: true }, texts.earlier);
    this.earlier.onclick = () => this.drawEarlier();
  }

  get empty(): boolean {
    return this.#entries.length === 0;
  }

  clear(): void {
    this.node.replaceChildren();
    this.#entries = [];
    this.#known.clear();
    this.#first = 0;
    this.earlier.hidden = true;
  }

  /** Whether the conversation holds a buyer's message of this id. */
  has(id: string): boolean {
    return this.#known.has(`buyer ${id}`);
  }

  /** Take in many at once; only the latest are drawn. */
  load(messages: Message[]): void {
    this.#first = Number.MAX_SAFE_INTEGER;
    for (const message of messages) this.put(message);
    this.#first = Math.max(0, this.#entries.length - PAGE);
    this.#drawFrom(this.#first, this.#entries.length);
  }

  /** Draw one more page above what is drawn; false when there is none. */
  drawEarlier(): boolean {
    if (this.#first === 0) return false;
    const last = this.#first;
    this.#first = Math.max(0, last - PAGE);
    this.#drawFrom(this.#first, last);
    return true;
  }

  /** Show a message of the server's; true when it was not there yet. */
  put(message: Message): boolean {
    const key = keyOf(message);
    const known = this.#known.get(key);
    if (known) {
      this.#settle(known, message.at, orderOf(message.cursor) ?? this.#lastOrder() + 1);
      if (message.past) this.past([message.id]);
      return false;
    }
    const order = orderOf(message.cursor) ?? this.#lastOrder() + 1;
    const { id, from, at, text, name, image, facts, buttons, past } = message;
    const said = { id, from, at, text, name, image, facts, buttons, past };
    this.#insert({ ...said, key, order, node: null, chosen: null, item: null });
    return true;
  }

  /** The buttons of these messages no longer stand. */
  past(ids: string[]): void {
    for (const id of ids) {
      const entry = this.#known.get(`other ${id}`);
      if (!entry) continue;
      entry.past = true;
      for (const button of entry.node?.querySelectorAll<HTMLButtonElement>(".choices button") ?? [])
        button.disabled = true;
    }
  }

  /** Show an outbox item, or what became of it. */
  show(item: Item): void {
    const known = this.#known.get(`buyer ${item.id}`);
    const entry = known ?? this.#fresh(item);
    entry.item = item;
    if (!known) this.#insert(entry);
    if (entry.node) this.#drawState(entry, entry.node);
  }

  /** An item was answered by these messages: until the stream numbers it, its place is before them. */
  answered(item: Item, messages: Message[]): void {
    const entry = this.#known.get(`buyer ${item.id}`);
    if (!entry || entry.order < UNDER_WAY) return;
    const first = messages.map(({ cursor }) => orderOf(cursor)).find((order) => order !== null);
    const order = first === undefined || first === null ? this.#lastOrder() + 0.25 : first - 0.5;
    this.#settle(entry, messages[0]?.at ?? null, order);
  }

  #fresh(item: Item): Entry {
    const message = { id: item.id, from: "buyer" as const, text: item.text, file: item.file, at: null };
    const order = UNDER_WAY + this.#sent++;
    return { ...message, key: `buyer ${item.id}`, order, node: null, chosen: null, item };
  }

  #lastOrder(): number {
    return this.#entries.reduce((last, { order }) => (order < UNDER_WAY ? Math.max(last, order) : last), 0);
  }

  #settle(entry: Entry, at: string | null, order: number): void {
    if (at && entry.at !== at) {
      entry.at = at;
      if (entry.node) setTime(entry.node, at);
    }
    if (entry.node) entry.node.dataset.state = "sent";
    const from = this.#entries.indexOf(entry);
    if (entry.order !== order) {
      this.#entries.splice(from, 1);
      entry.order = order;
      const to = this.#place(entry);
      if (to !== from) this.#attach(to);
      this.#arrange(to);
    }
    this.#arrange(from);
  }

  #insert(entry: Entry): void {
    this.#known.set(entry.key, entry);
    const index = this.#place(entry);
    if (entry.from === "buyer" && !entry.item?.payload) this.#lockAnswered(index, entry.text);
    if (index < this.#first) {
      if (this.#first < this.#entries.length) this.#first += 1; // it belongs to a page that is not drawn
      return;
    }
    this.#attach(index);
    this.#arrange(index);
  }

  #place(entry: Entry): number {
    let index = this.#entries.length;
    while (index > 0 && (this.#entries[index - 1] as Entry).order > entry.order) index -= 1;
    this.#entries.splice(index, 0, entry);
    return index;
  }

  #attach(index: number): void {
    const entry = this.#entries[index] as Entry;
    entry.node ??= this.#draw(entry);
    this.node.insertBefore(entry.node, this.#entries[index + 1]?.node ?? null);
  }

  #drawFrom(first: number, last: number): void {
    const page = document.createDocumentFragment();
    for (const entry of this.#entries.slice(first, last)) {
      entry.node ??= this.#draw(entry);
      page.append(entry.node);
    }
    this.node.prepend(page);
    for (let index = first; index <= last; index += 1) this.#arrangeOne(index);
    this.earlier.hidden = this.#first === 0;
  }

  #arrange(index: number): void {
    for (const at of [index - 1, index, index + 1]) this.#arrangeOne(at);
  }

  /** The day above a message, and whether it belongs to its neighbours. */
  #arrangeOne(index: number): void {
    const entry = this.#entries[index];
    if (!entry?.node) return;
    const before = this.#entries[index - 1];
    const after = this.#entries[index + 1];
    const newDay = entry.at && (!before?.at || dayOf(before.at) !== dayOf(entry.at));
    const words = newDay && entry.at ? this.#dates.separator(entry.at, Date.now()) : "";
    const separator = entry.node.firstElementChild as HTMLElement;
    if (separator.textContent !== words) separator.textContent = words;
    separator.hidden = !words;
    entry.node.classList.toggle("follows", together(before, entry));
    entry.node.classList.toggle("followed", together(entry, after));
  }

  // The record does not say which button a message came from: the nearest earlier offer of these words it is.
  #lockAnswered(index: number, text: string | undefined): void {
    for (let at = index - 1; at >= 0; at -= 1) {
      const entry = this.#entries[at] as Entry;
      const choice = entry.chosen === null ? (entry.buttons ?? []).findIndex(({ title }) => title === text) : -1;
      if (choice < 0) continue;
      this.#lock(entry, choice);
      return;
    }
  }

  #lock(entry: Entry, choice: number): void {
    entry.chosen = choice;
    entry.node?.querySelectorAll<HTMLButtonElement>(".choices button").forEach((button, index) => {
      showLocked(button, index === choice);
    });
  }

  #draw(entry: Entry): HTMLElement {
    const { id, from, text, name, image, file, facts, buttons, at } = entry;
    const spoken = from === "bot" || from === "agent";
    const card = facts ? factsCard(facts, this.#texts, this.#dates, Date.now()) : null;
    const who = from === "agent" && name ? name : this.#texts.who[from];
    const node = el(
      "div",
      { className: `message ${from}`, data: { id, from, state: "sent" } },
      el("p", { className: "day", hidden: true }),
      spoken ? el("span", { className: "avatar", "aria-hidden": "true" }, icon(from)) : null,
      el(
        "div",
        { className: "body" },
        el("span", { className: spoken ? "who" : "unseen", textContent: who }),
        text ? el("p", { className: "bubble", textContent: text }) : null,
        file ? this.#pictures.local(file) : null,
        image && !file ? this.#pictures.remote(image, this.#on.client()) : null,
        card,
        buttons?.length ? this.#choices(entry, buttons) : null,
        facts?.handover === "ended" ? this.#rateButton() : null,
        el("p", { className: "meta" }, el("time"), from === "buyer" ? el("span", { className: "state" }) : null),
      ),
    );
    if (at) setTime(node, at);
    this.#drawState(entry, node);
    return node;
  }

  #choices(entry: Entry, buttons: Button[]): HTMLElement {
    const group = el("div", { className: "choices", role: "group", "aria-label": this.#texts.quick });
    buttons.forEach(({ title, payload }, index) => {
      const button = el("button", { type: "button", textContent: title });
      if (entry.chosen !== null) showLocked(button, index === entry.chosen);
      else if (entry.past) button.disabled = true;
      button.onclick = () => {
        if (entry.chosen !== null || entry.past) return;
        this.#lock(entry, index);
        this.#on.pick({ text: title, payload });
      };
      group.append(button);
    });
    return group;
  }

  #rateButton(): HTMLElement {
    const button = el("button", { type: "button", className: "rate-here" }, icon("star"), this.#texts.rating.title);
    button.onclick = () => this.#on.rate(button);
    return button;
  }

  #drawState({ item }: Entry, node: HTMLElement): void {
    if (!item) return;
    node.dataset.state = item.state;
    node.querySelector(".state")?.replaceChildren(...this.#stateWords(item));
    const bar = node.querySelector("progress");
    if (item.share === null) bar?.remove();
    else if (bar) bar.value = item.share;
    else {
      const label = this.#texts.sending.uploading(0);
      node.querySelector(".meta")?.before(el("progress", { max: 1, value: item.share, "aria-label": label }));
    }
  }

  #stateWords(item: Item): (string | Node)[] {
    const { sending, failed, retry, retryLabel } = this.#texts.sending;
    if (item.state === "sent") return [];
    if (item.state === "sending") return [item.note || sending];
    const words = item.note ? `${failed} · ${item.note}` : failed;
    if (item.final) return [words];
    const label = retryLabel(item.text ?? item.file?.name ?? this.#texts.files.image);
    const button = el("button", { type: "button", className: "retry", textContent: retry, "aria-label": label });
    button.onclick = () => this.#on.retry(item.id);
    return [words, button];
  }
}

const keyOf = ({ from, id }: Message): string => (from === "buyer" ? `buyer ${id}` : `other ${id}`);

/** A cursor that is no number tells no order: such messages stand as they came. */
function orderOf(cursor: string | undefined): number | null {
  return /^\d+$/.test(cursor ?? "") ? Number(cursor) : null;
}

function showLocked(button: HTMLButtonElement, chosen: boolean): void {
  button.disabled = true;
  button.classList.toggle("chosen", chosen);
  button.setAttribute("aria-pressed", String(chosen));
}

function setTime(node: HTMLElement, at: string): void {
  const time = node.querySelector("time");
  if (!time) return;
  time.dateTime = at;
  time.textContent = timeOf(at);
}

function together(first: Entry | undefined, second: Entry | undefined): boolean {
  if (!first || !second || first.from !== second.from || first.name !== second.name) return false;
  if (first.buttons?.length) return false;
  if (!first.at || !second.at) return true;
  return dayOf(first.at) === dayOf(second.at) && Math.abs(Date.parse(second.at) - Date.parse(first.at)) < NEAR;
}
