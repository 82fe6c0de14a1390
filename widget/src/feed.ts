/** What others say: the event stream, with polling wherever the stream does not come through. */

import { EventSourceParserStream } from "eventsource-parser/stream";
import { type Client, NoToken } from "./api.js";
import { pause } from "./time.js";
import type { Message } from "./types.js";

const POLL = 5_000;
const SILENCE = 60_000; // a stream without a byte for so long is dead: the server sends a comment more often
const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 30_000;
const UNSEEN = 60_000; // a hidden tab keeps its stream this long
const STEADY = 10_000; // a stream that lasted this long was a good one
// A proxy that buffers lets no byte through, though the server has answered: after so long polling takes over.
const FIRST_BYTE = 8_000;

export type Network = "connecting" | "live" | "polling" | "offline" | "noToken";

interface Listener {
  message(message: Message): void;
  typing(on: boolean): void;
  past(ids: string[]): void;
  state(network: Network): void;
}

/** Follows one conversation from a cursor on, until the client's session ends. */
export class Feed {
  readonly #client: Client;
  readonly #on: Listener;
  readonly #wake = new EventTarget();
  #cursor = "";
  #failures = 0;
  #streamAt = 0;
  #stream: AbortController | null = null;
  #unseen = false; // hidden, and for long

  constructor(client: Client, on: Listener) {
    this.#client = client;
    this.#on = on;
  }

  /** Read the conversation so far, both sides, however long the server takes. Throws only when the session ends. */
  async begin(): Promise<Message[]> {
    for (let delay = FIRST_DELAY; ; delay = Math.min(delay * 2, POLL)) {
      try {
        const messages = await this.#fetch();
        this.#on.state("polling");
        return messages;
      } catch (error) {
        this.#client.signal.throwIfAborted();
        this.#on.state(error instanceof NoToken ? "noToken" : "offline");
        await pause(delay, this.#client.signal, this.#wake);
      }
    }
  }

  /** Deliver each new message; returns when the session ends. */
  async follow(): Promise<void> {
    const { signal } = this.#client;
    this.#watchPage(signal);
    while (!signal.aborted) {
      try {
        if (!this.#unseen && performance.now() >= this.#streamAt) await this.#tryStream();
        await this.#poll();
        await pause(this.#rest(), signal, this.#wake);
      } catch {
        // Only the end of the session gets here; the loop's condition sees it.
      }
    }
  }

  /** Look again now: the network is back or the page is seen. */
  #nudge(): void {
    this.#failures = 0;
    this.#streamAt = 0;
    this.#wake.dispatchEvent(new Event("wake"));
  }

  async #tryStream(): Promise<void> {
    const began = performance.now();
    try {
      await this.#readStream();
    } catch {
      // Whatever broke it, polling takes over until the next try.
    }
    if (this.#unseen) return;
    if (performance.now() - began > STEADY) this.#failures = 0;
    this.#streamAt = performance.now() + Math.min(FIRST_DELAY * 2 ** this.#failures, LONGEST_DELAY);
    this.#failures += 1;
  }

  async #readStream(): Promise<void> {
    const stream = new AbortController();
    this.#stream = stream;
    const end = (): void => stream.abort();
    this.#client.signal.addEventListener("abort", end, { once: true });
    const silence = watchdog(SILENCE, end);
    let opened = false;
    const firstByte = setTimeout(() => !opened && end(), FIRST_BYTE);
    try {
      const response = await this.#client.open(`events?after=${encodeURIComponent(this.#cursor)}`, {
        headers: { Accept: "text/event-stream", ...(this.#cursor && { "Last-Event-ID": this.#cursor }) },
        signal: stream.signal,
      });
      if (!response.ok || !response.body) throw new Error(`events: ${response.status}`);
      const bytes = new TransformStream<Uint8Array, Uint8Array>({
        transform: (chunk, controller) => {
          if (!opened) this.#on.state("live");
          opened = true;
          silence.again();
          controller.enqueue(chunk);
        },
      });
      const events = response.body
        .pipeThrough(bytes)
        .pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)
        .pipeThrough(new EventSourceParserStream());
      const reader = events.getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) this.#take(part.value);
    } finally {
      clearTimeout(firstByte);
      silence.stop();
      this.#stream = null;
      stream.abort();
      this.#client.signal.removeEventListener("abort", end);
    }
  }

  #take({ event, data, id }: { event?: string | undefined; data: string; id?: string | undefined }): void {
    const value = parse(data) as (Message & { typing?: boolean; ids?: string[] }) | null;
    if (event === "typing") this.#on.typing(Boolean(value?.typing));
    else if (event === "past") this.#on.past(value?.ids ?? []);
    else if (value?.id) this.#on.message(value);
    if (id) this.#cursor = id;
  }

  async #poll(): Promise<void> {
    try {
      for (const message of await this.#fetch()) this.#on.message(message);
      this.#on.state("polling");
    } catch (error) {
      this.#client.signal.throwIfAborted();
      this.#on.state(error instanceof NoToken ? "noToken" : "offline");
    }
  }

  /** Every message after the cursor, page by page; the cursor moves once all are there. */
  async #fetch(): Promise<Message[]> {
    const all: Message[] = [];
    let after = this.#cursor;
    for (let isMore = true; isMore; ) {
      const answer = await this.#client.ask(`messages?after=${encodeURIComponent(after)}`);
      if (answer.status === 401) throw new NoToken("the token was refused");
      if (answer.status !== 200) throw new Error(`messages: ${answer.status}`);
      const { messages, cursor, more } = answer.data as { messages: Message[]; cursor?: string; more?: boolean };
      all.push(...messages);
      isMore = more === true && cursor !== undefined && cursor !== after;
      after = String(cursor ?? after);
    }
    this.#cursor = after;
    return all;
  }

  #rest(): number {
    return this.#unseen ? POLL : Math.max(0, Math.min(POLL, this.#streamAt - performance.now()));
  }

  // A browser opens few connections to one host: a tab long unseen gives its stream back and polls.
  #watchPage(signal: AbortSignal): void {
    let timer = 0;
    const leave = (): void => {
      this.#unseen = true;
      this.#stream?.abort();
    };
    const turn = (): void => {
      clearTimeout(timer);
      this.#unseen = false;
      if (document.hidden) timer = window.setTimeout(leave, UNSEEN);
      else this.#nudge();
    };
    document.addEventListener("visibilitychange", turn, { signal });
    signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
    window.addEventListener("online", () => this.#nudge(), { signal });
  }
}

/** Calls `act` after so many milliseconds without `again`. */
function watchdog(milliseconds: number, act: () => void): { again: () => void; stop: () => void } {
  let timer = setTimeout(act, milliseconds);
  return {
    again() {
      clearTimeout(timer);
      timer = setTimeout(act, milliseconds);
    },
    stop: () => clearTimeout(timer),
  };
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
