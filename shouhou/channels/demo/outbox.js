/** What the buyer says, until it has arrived: in order, once each, tried again with the same id. */

import { FAILURE, SEND } from "./texts.js";
import { randomId, tab } from "./store.js";
import { pause } from "./time.js";

const TRIES = 3;
const BACK_OFF = 1_000;
const MAX_THROTTLES = 5;
const LONGEST_WAIT = 60_000;

const REASONS = {
  401: FAILURE.signedOut,
  404: FAILURE.fileGone,
  409: FAILURE.conflict,
  413: FAILURE.tooLarge,
  415: FAILURE.badKind,
};

/**
 * Sends one message after the other. An item is {id, text?, payload?, file?, fileId?, state, note, share, final};
 * `text` is what the buyer sees, state one of "sending", "sent", "failed"; a final failure is not to be tried again.
 */
export class Outbox {
  #client;
  #key;
  #on;
  #items = new Map();
  #queue = [];
  #running = false;

  /** @param {{change: Function, replies: Function, busy: Function}} on what to do as things move */
  constructor(client, speaker, on) {
    this.#client = client;
    this.#key = `outbox.${speaker}`;
    this.#on = on;
  }

  /** Queue a text, a button's payload with its title as text, or a file. */
  add(content) {
    const item = { id: randomId(), state: "sending", note: "", share: null, final: false, ...content };
    this.#items.set(item.id, item);
    this.#submit(item);
    return item;
  }

  /** Try a failed item again, under its own id. */
  retry(id) {
    const item = this.#items.get(id);
    if (item?.state === "failed" && !item.final) this.#submit(item);
  }

  /** The server has this id in the conversation: it arrived, whatever became of the answer. */
  confirm(id) {
    const item = this.#items.get(id);
    if (item && item.state !== "sent") this.#move(item, "sent");
  }

  /**
   * What a reload interrupted; the server takes an id once, so sending it again is safe. Files are lost with the page.
   * @param {(id: string) => boolean} arrived whether the conversation already holds the id
   */
  restore(arrived) {
    for (const item of tab.get(this.#key) ?? []) {
      if (arrived(item.id) || this.#items.has(item.id)) continue;
      this.#items.set(item.id, item);
      if (item.state === "failed") this.#move(item, "failed", item.note);
      else this.#submit(item);
    }
    this.#save();
  }

  #submit(item) {
    this.#move(item, "sending");
    this.#queue.push(item);
    this.#drain();
  }

  async #drain() {
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#queue.length) await this.#deliver(this.#queue.shift());
    } catch (error) {
      if (!this.#client.signal.aborted) throw error; // the session ended: the rest stays saved for its return
    } finally {
      this.#running = false;
    }
  }

  async #deliver(item) {
    for (let tries = 0, throttles = 0; ;) {
      const outcome = await this.#attempt(item);
      if (outcome.messages) return this.#finish(item, outcome.messages);
      if (outcome.wait !== undefined && throttles < MAX_THROTTLES) throttles += 1;
      else tries += 1;
      if (outcome.stop || tries >= TRIES || throttles >= MAX_THROTTLES) return this.#fail(item, outcome);
      this.#move(item, item.state, outcome.wait === undefined ? SEND.again : SEND.throttled);
      await pause(outcome.wait ?? BACK_OFF * 2 ** (tries - 1), this.#client.signal);
    }
  }

  async #attempt(item) {
    try {
      const refused = await this.#upload(item);
      this.#on.busy(!refused);
      const answer = refused ?? (await this.#client.post("messages", wire(item)));
      if (answer.status === 200 && Array.isArray(answer.data?.messages)) return { messages: answer.data.messages };
      return judge(answer, item);
    } catch {
      this.#client.signal.throwIfAborted();
      return { note: FAILURE.network };
    } finally {
      this.#on.busy(false);
    }
  }

  /** Returns the answer that refused the file; null when there is nothing left to upload. */
  async #upload(item) {
    if (!item.file || item.fileId) return null;
    const show = (share) => this.#move(item, "sending", SEND.uploading(Math.round(share * 100)), share);
    show(0);
    const answer = await this.#client.upload(item.file, show);
    if (answer.status !== 201) return answer;
    item.fileId = answer.data.file_id;
    this.#move(item, "sending");
    return null;
  }

  #finish(item, messages) {
    this.#move(item, "sent");
    this.#on.replies(item, messages);
  }

  #fail(item, { note, final = false }) {
    if (item.state === "sent") return;
    item.final = final;
    this.#move(item, "failed", note);
  }

  #move(item, state, note = "", share = null) {
    if (item.state === "sent" && state === "sending") state = "sent";
    Object.assign(item, { state, note: state === "sent" ? "" : note, share });
    this.#save();
    this.#on.change(item);
  }

  #save() {
    const open = [...this.#items.values()].filter((item) => item.state !== "sent" && !item.file);
    tab.set(
      this.#key,
      open.map(({ id, text, payload, state, note, final }) => ({
        id,
        text,
        payload,
        state,
        note,
        share: null,
        final,
      })),
    );
  }
}

function wire({ id, text, payload, fileId }) {
  if (fileId) return { id, file_id: fileId };
  return payload ? { id, payload } : { id, text };
}

/** What an answer other than success means: wait and try again, try again, or stop. */
function judge({ status, retryAfter }, item) {
  if (status === 429) return { wait: waitFor(retryAfter), note: FAILURE.throttled };
  if (status >= 500 || status === 408) return { note: FAILURE.server };
  if (status === 404) item.fileId = undefined; // the next try uploads it anew
  const stale = status === 422 && item.payload;
  return {
    stop: true,
    final: status !== 401 && status !== 404,
    note: stale ? FAILURE.stale : reason(status, item),
  };
}

function reason(status, item) {
  return status === 404 && !item.file ? FAILURE.rejected : (REASONS[status] ?? FAILURE.rejected);
}

/** Retry-After in seconds or as a date, to milliseconds. */
function waitFor(retryAfter) {
  const seconds = Number(retryAfter);
  const wait = Number.isFinite(seconds) && retryAfter ? seconds * 1000 : Date.parse(retryAfter ?? "") - Date.now();
  return Math.min(Math.max(Number.isFinite(wait) ? wait : BACK_OFF, 250), LONGEST_WAIT);
}
