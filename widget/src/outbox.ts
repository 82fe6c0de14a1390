/** What the buyer says, until it has arrived: in order, once each, tried again with the same id. */

import type { Client } from "./api.js";
import { randomId, tab } from "./store.js";
import type { Texts } from "./texts/index.js";
import { pause } from "./time.js";
import type { Answer, Content, Item, Message } from "./types.js";

// An outage is waited out: 1, 2, 4, 8, 15, 15 … seconds between the tries, about two minutes in all, and at once when
// the network comes back. After that the buyer decides.
const TRIES = 12;
const BACK_OFF = 1_000;
const LONGEST_BACK_OFF = 15_000;
const MAX_THROTTLES = 5;
const LONGEST_WAIT = 60_000;

interface Outcome {
  messages?: Message[];
  wait?: number;
  stop?: boolean;
  final?: boolean;
  note?: string;
}

interface Listener {
  change(item: Item): void;
  replies(item: Item, messages: Message[]): void;
  busy(on: boolean): void;
}

/** Sends one message after the other. `text` is what the buyer sees. */
export class Outbox {
  readonly #client: Client;
  readonly #texts: Texts;
  readonly #on: Listener;
  readonly #items = new Map<string, Item>();
  readonly #queue: Item[] = [];
  readonly #wake = new EventTarget();
  readonly #kept: Item[] = []; // of before the reload, until the conversation has been read
  #running = false;
  #key = ""; // until the speaker is known nothing is kept

  constructor(client: Client, texts: Texts, on: Listener) {
    this.#client = client;
    this.#texts = texts;
    this.#on = on;
    const again = (): void => void this.#wake.dispatchEvent(new Event("wake"));
    window.addEventListener("online", again, { signal: client.signal });
  }

  /** Queue a text, a button's payload with its title as text, or a file. */
  add(content: Content): void {
    const item: Item = { id: randomId(), state: "sending", note: "", share: null, final: false, ...content };
    this.#items.set(item.id, item);
    this.#submit(item);
  }

  /** Try a failed item again, under its own id. */
  retry(id: string): void {
    const item = this.#items.get(id);
    if (item?.state === "failed" && !item.final) this.#submit(item);
  }

  /** The server has this id in the conversation: it arrived, whatever became of the answer. */
  confirm(id: string): void {
    const item = this.#items.get(id);
    if (item && item.state !== "sent") this.#move(item, "sent");
  }

  /** Keep what is unsent under the speaker's name from now on, over a reload. */
  keepFor(speaker: string): void {
    this.#key = `outbox.${speaker}`;
    for (const item of tab.get<Item[]>(this.#key) ?? []) this.#kept.push(item);
    this.#save();
  }

  /**
   * What a reload interrupted; the server takes an id once, so sending it again is safe. Files are lost with the page.
   * `arrived` tells whether the conversation already holds an id.
   */
  restore(arrived: (id: string) => boolean): void {
    for (const item of this.#kept.splice(0)) {
      if (arrived(item.id) || this.#items.has(item.id)) continue;
      this.#items.set(item.id, item);
      if (item.state === "failed") this.#move(item, "failed", item.note);
      else this.#submit(item);
    }
    this.#save();
  }

  #submit(item: Item): void {
    this.#move(item, "sending");
    this.#queue.push(item);
    void this.#drain();
  }

  async #drain(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      for (let item = this.#queue[0]; item; item = this.#queue[0]) {
        await this.#deliver(item);
        this.#queue.shift();
      }
    } catch (error) {
      if (!this.#client.signal.aborted) throw error; // the session ended: the rest stays saved for its return
    } finally {
      this.#running = false;
    }
  }

  async #deliver(item: Item): Promise<void> {
    for (let tries = 0, throttles = 0; ; ) {
      const outcome = await this.#attempt(item);
      if (outcome.messages) {
        this.#move(item, "sent");
        this.#on.replies(item, outcome.messages);
        return;
      }
      if (outcome.wait !== undefined && throttles < MAX_THROTTLES) throttles += 1;
      else tries += 1;
      if (outcome.stop || tries >= TRIES || throttles >= MAX_THROTTLES) return this.#fail(item, outcome);
      const { again, throttled } = this.#texts.sending;
      this.#move(item, item.state, outcome.wait === undefined ? again : throttled);
      const backOff = Math.min(BACK_OFF * 2 ** Math.max(0, tries - 1), LONGEST_BACK_OFF);
      await pause(outcome.wait ?? backOff, this.#client.signal, this.#wake);
    }
  }

  async #attempt(item: Item): Promise<Outcome> {
    try {
      const refused = await this.#upload(item);
      this.#on.busy(!refused);
      const answer = refused ?? (await this.#client.post("messages", wire(item)));
      const messages = (answer.data as { messages?: Message[] } | null)?.messages;
      if (answer.status === 200 && Array.isArray(messages)) return { messages };
      return this.#judge(answer, item);
    } catch {
      this.#client.signal.throwIfAborted();
      return { note: this.#texts.failure.network };
    } finally {
      this.#on.busy(false);
    }
  }

  /** Returns the answer that refused the file; null when there is nothing left to upload. */
  async #upload(item: Item): Promise<Answer | null> {
    if (!item.file || item.fileId) return null;
    const show = (share: number): void =>
      this.#move(item, "sending", this.#texts.sending.uploading(Math.round(share * 100)), share);
    show(0);
    const answer = await this.#client.upload(item.file, show);
    if (answer.status !== 201) return answer;
    item.fileId = (answer.data as { file_id: string }).file_id;
    this.#move(item, "sending");
    return null;
  }

  #fail(item: Item, { note = "", final = false }: Outcome): void {
    if (item.state === "sent") return;
    item.final = final;
    this.#move(item, "failed", note);
  }

  /** What an answer other than success means: wait and try again, try again, or stop. */
  #judge({ status, retryAfter }: Answer, item: Item): Outcome {
    const words = this.#texts.failure;
    if (status === 429) return { wait: waitFor(retryAfter), note: words.throttled };
    if (status >= 500 || status === 408) return { note: words.server };
    if (status === 404) item.fileId = undefined; // the next try uploads it anew
    const stale = status === 422 && item.payload !== undefined;
    const reasons: Record<number, string> = {
      401: words.signedOut,
      404: item.file ? words.fileGone : words.rejected,
      409: words.conflict,
      413: words.tooLarge,
      415: words.badKind,
    };
    const note = stale ? words.stale : (reasons[status] ?? words.rejected);
    return { stop: true, final: status !== 401 && status !== 404, note };
  }

  #move(item: Item, state: Item["state"], note = "", share: number | null = null): void {
    const next = item.state === "sent" && state === "sending" ? "sent" : state;
    Object.assign(item, { state: next, note: next === "sent" ? "" : note, share });
    this.#save();
    this.#on.change(item);
  }

  #save(): void {
    if (!this.#key) return;
    const open = [...this.#kept, ...this.#items.values()].filter((item) => item.state !== "sent" && !item.file);
    const kept = open.map(({ id, text, payload, state, note, final }) => ({
      ...{ id, text, payload, state, note, final },
      share: null,
    }));
    tab.set(this.#key, kept);
  }
}

function wire({ id, text, payload, fileId }: Item): Record<string, unknown> {
  if (fileId) return { id, file_id: fileId };
  return payload ? { id, payload } : { id, text };
}

/** Retry-After in seconds or as a date, to milliseconds. */
function waitFor(retryAfter: string | null): number {
  const seconds = Number(retryAfter);
  const wait = Number.isFinite(seconds) && retryAfter ? seconds * 1000 : Date.parse(retryAfter ?? "") - Date.now();
  return Math.min(Math.max(Number.isFinite(wait) ? wait : BACK_OFF, 250), LONGEST_WAIT);
}
