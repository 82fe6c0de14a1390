/** Draws the conversation: each message once, in the server's order, what is still under way at the end. */

import { FILES, PAGE, SEND, WHO } from "./texts.js";
import { factsCard } from "./cards.js";
import { el, icon } from "./dom.js";
import { localPicture, remotePicture } from "./picture.js";
import { dayOf, dayWords, timeOf } from "./time.js";

const UNDER_WAY = 1e15; // after everything the server has numbered
const NEAR = 5 * 60_000; // messages of one side within this belong together

/**
 * The message list. An entry is {key, from, at, order, node, …}; a buyer's message is known by the client's id,
 * so that the reply of a call, the stream and another tab all meet in one entry.
 */
export class Log {
  #root;
  #on;
  #entries = [];
  #known = new Map();
  #sent = 0;

  /** @param {{pick: Function, retry: Function, open: Function}} on a button pressed, 重试, a file read with the token */
  constructor(root, on) {
    this.#root = root;
    this.#on = on;
  }

  get empty() {
    return this.#entries.length === 0;
  }

  clear() {
    this.#root.replaceChildren();
    this.#entries = [];
    this.#known.clear();
  }

  has(id) {
    return this.#known.has(`buyer ${id}`);
  }

  /** Show many at once without having them all read out. */
  load(messages) {
    this.#root.setAttribute("aria-busy", "true");
    for (const message of messages) this.put(message);
    this.#root.setAttribute("aria-busy", "false");
  }

  /** Show a message of the server's; true when it was not there yet. */
  put(message) {
    const key = keyOf(message);
    const known = this.#known.get(key);
    if (known) {
      this.#settle(known, message.at, this.#orderOf(message.cursor, known.order));
      return false;
    }
    this.#insert({ ...message, key, order: this.#orderOf(message.cursor), node: this.#draw(message) });
    return true;
  }

  /** Show an outbox item, or what became of it. */
  show(item) {
    const entry = this.#known.get(`buyer ${item.id}`) ?? this.#insert(this.#fresh(item));
    const state = entry.node.querySelector(".state");
    entry.node.dataset.state = item.state;
    state.replaceChildren(...this.#stateWords(item));
    this.#progress(entry.node, item.share);
  }

  /** An item was answered by these messages: until the stream numbers it, its place is before them. */
  answered(item, messages) {
    const entry = this.#known.get(`buyer ${item.id}`);
    if (!entry || entry.order < UNDER_WAY) return;
    const first = messages.find((message) => /^\d+$/.test(message.cursor ?? ""));
    const order = first ? Number(first.cursor) - 0.5 : this.#lastOrder() + 0.25;
    this.#settle(entry, messages[0]?.at ?? null, order);
  }

  #fresh(item) {
    const message = { id: item.id, from: "buyer", text: item.text, file: item.file, at: null };
    return {
      ...message,
      key: keyOf(message),
      order: UNDER_WAY + this.#sent++,
      node: this.#draw(message),
      settled: Boolean(item.payload),
    };
  }

  // A cursor that is no number tells no order: such messages stand as they came.
  #orderOf(cursor, current = UNDER_WAY) {
    if (/^\d+$/.test(cursor ?? "")) return Number(cursor);
    return current < UNDER_WAY ? current : this.#lastOrder() + 1;
  }

  #lastOrder() {
    return this.#entries.reduce((last, { order }) => (order < UNDER_WAY ? Math.max(last, order) : last), 0);
  }

  #settle(entry, at, order) {
    if (at && entry.at !== at) {
      entry.at = at;
      setTime(entry.node.querySelector("time"), at);
    }
    entry.node.dataset.state = "sent";
    if (entry.order === order) return this.#arrange(this.#entries.indexOf(entry));
    const from = this.#entries.indexOf(entry);
    this.#entries.splice(from, 1);
    entry.order = order;
    const to = this.#place(entry, from);
    this.#arrange(from);
    this.#arrange(to);
  }

  #insert(entry) {
    this.#known.set(entry.key, entry);
    const index = this.#place(entry);
    this.#arrange(index);
    if (entry.from === "buyer" && !entry.settled) this.#lockAnswered(index, entry.text);
    return entry;
  }

  // Moving a node makes screen readers read it again: it stays when its place is the same.
  #place(entry, from = -1) {
    let index = this.#entries.length;
    while (index > 0 && this.#entries[index - 1].order > entry.order) index -= 1;
    this.#entries.splice(index, 0, entry);
    if (index !== from) this.#root.insertBefore(entry.node, this.#entries[index + 1]?.node ?? null);
    return index;
  }

  #arrange(index) {
    for (const at of [index - 1, index, index + 1]) {
      const entry = this.#entries[at];
      if (!entry) continue;
      const before = this.#entries[at - 1];
      const after = this.#entries[at + 1];
      this.#separate(entry, before);
      entry.node.classList.toggle("follows", together(before, entry));
      entry.node.classList.toggle("followed", together(entry, after));
    }
  }

  #separate(entry, before) {
    const words =
      entry.at && (!before?.at || dayOf(before.at) !== dayOf(entry.at)) ? dayWords(entry.at, Date.now()) : "";
    const separator = entry.node.firstElementChild;
    if (separator.textContent !== words) separator.textContent = words;
    separator.hidden = !words;
  }

  // The record does not say which button a message came from: the nearest earlier offer of these words it is.
  #lockAnswered(index, text) {
    for (let at = index - 1; at >= 0; at -= 1) {
      const { buttons, node, locked } = this.#entries[at];
      const choice = locked ? -1 : (buttons ?? []).findIndex(({ title }) => title === text);
      if (choice < 0) continue;
      this.#lock(this.#entries[at], node.querySelectorAll(".choices button")[choice]);
      return;
    }
  }

  #lock(entry, chosen) {
    entry.locked = true;
    for (const button of entry.node.querySelectorAll(".choices button")) button.disabled = true;
    chosen.classList.add("chosen");
    chosen.setAttribute("aria-pressed", "true");
  }

  #draw(message) {
    const { id, from, text, image, file, facts, buttons, at } = message;
    const time = el("time");
    if (at) setTime(time, at);
    const state = from === "buyer" ? el("span", { className: "state" }) : null;
    return el(
      "div",
      { className: `message ${from}`, data: { id, from, state: "sent" } },
      el("p", { className: "day", hidden: true }),
      from === "bot" || from === "agent"
        ? el("span", { className: "avatar", "aria-hidden": "true" }, icon(from))
        : null,
      el(
        "div",
        { className: "body" },
        el("span", {
          className: from === "bot" || from === "agent" ? "who" : "unseen",
          textContent: WHO[from] ?? WHO.system,
        }),
        text ? el("p", { className: "bubble", textContent: text }) : null,
        file ? localPicture(file) : null,
        image && !file ? remotePicture(image, this.#on.open) : null,
        facts ? factsCard(facts, Date.now()) : null,
        buttons?.length ? this.#choices(message) : null,
        el("p", { className: "meta" }, time, state),
      ),
    );
  }

  #choices(message) {
    const group = el("div", { className: "choices", role: "group", "aria-label": PAGE.quick });
    for (const { title, payload } of message.buttons) {
      const button = el("button", { type: "button", textContent: title });
      button.onclick = () => {
        const entry = this.#known.get(keyOf(message));
        if (entry.locked) return;
        this.#lock(entry, button);
        this.#on.pick({ text: title, payload });
      };
      group.append(button);
    }
    return group;
  }

  #stateWords(item) {
    if (item.state === "sent") return [];
    if (item.state === "sending") return [item.note || SEND.sending];
    const words = item.note ? `${SEND.failed} · ${item.note}` : SEND.failed;
    if (item.final) return [words];
    const retry = el("button", { type: "button", className: "retry", textContent: SEND.retry });
    retry.setAttribute("aria-label", SEND.retryLabel(item.text ?? item.file?.name ?? FILES.image));
    retry.onclick = () => this.#on.retry(item.id);
    return [words, retry];
  }

  #progress(node, share) {
    const bar = node.querySelector("progress");
    if (share === null || share === undefined) bar?.remove();
    else if (bar) bar.value = share;
    else
      node.querySelector(".meta").before(el("progress", { max: 1, value: share, "aria-label": SEND.uploading(0) }));
  }
}

const keyOf = ({ from, id }) => (from === "buyer" ? `buyer ${id}` : `other ${id}`);

function setTime(node, at) {
  node.dateTime = at;
  node.textContent = timeOf(at);
}

function together(first, second) {
  if (!first || !second || first.from !== second.from || first.buttons?.length) return false;
  if (!first.at || !second.at) return true;
  return dayOf(first.at) === dayOf(second.at) && Math.abs(Date.parse(second.at) - Date.parse(first.at)) < NEAR;
}
