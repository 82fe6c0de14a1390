/** What others say: the event stream, with polling wherever the stream does not come through. */

import { pause } from "./time.js";

const POLL = 5_000;
const SILENCE = 60_000;
const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 30_000;
const UNSEEN = 60_000; // a hidden tab keeps its stream this long
const STEADY = 10_000; // a stream that lasted this long was a good one

/** Follows one conversation from a cursor on, until the client's session ends. */
export class Feed {
  #client;
  #on;
  #cursor = "";
  #failures = 0;
  #streamAt = 0;
  #stream = null;
  #wake = new EventTarget();
  #unseen = false; // hidden, and for long

  /** @param {{message: Function, typing: Function, state: Function}} on state gets "live", "polling" or "offline" */
  constructor(client, on) {
    this.#client = client;
    this.#on = on;
  }

  /**
   * Read the conversation so far, however long the server takes to answer.
   * @returns {Promise<Array>} its messages, both sides
   * @throws only when the session ends
   */
  async begin() {
    for (let delay = FIRST_DELAY; ; delay = Math.min(delay * 2, POLL)) {
      try {
        const messages = await this.#fetch();
        this.#on.state("polling");
        return messages;
      } catch {
        this.#client.signal.throwIfAborted();
        this.#on.state("offline");
        await pause(delay, this.#client.signal, this.#wake);
      }
    }
  }

  /** Deliver each new message; returns when the session ends. */
  async follow() {
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
  nudge() {
    this.#failures = 0;
    this.#streamAt = 0;
    this.#wake.dispatchEvent(new Event("wake"));
  }

  async #tryStream() {
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

  async #readStream() {
    this.#stream = new AbortController();
    const end = () => this.#stream.abort();
    this.#client.signal.addEventListener("abort", end, { once: true });
    try {
      const response = await this.#client.open(`events?after=${encodeURIComponent(this.#cursor)}`, {
        headers: { Accept: "text/event-stream", ...(this.#cursor && { "Last-Event-ID": this.#cursor }) },
        signal: this.#stream.signal,
      });
      if (!response.ok || !response.body) throw new Error(`events: ${response.status}`);
      this.#on.state("live");
      for await (const event of readEvents(response.body)) this.#take(event);
    } finally {
      this.#stream = null;
      this.#client.signal.removeEventListener("abort", end);
    }
  }

  #take({ type, data, id }) {
    const value = parse(data);
    if (type === "typing") this.#on.typing(value?.on ?? value?.typing ?? true);
    else if (type === "message" && value?.id) this.#on.message(value);
    if (id) this.#cursor = id;
  }

  async #poll() {
    try {
      for (const message of await this.#fetch()) this.#on.message(message);
      this.#on.state("polling");
    } catch {
      this.#client.signal.throwIfAborted();
      this.#on.state("offline");
    }
  }

  async #fetch() {
    const answer = await this.#client.ask(`messages?after=${encodeURIComponent(this.#cursor)}`);
    if (answer.status !== 200) throw new Error(`messages: ${answer.status}`);
    this.#cursor = String(answer.data.cursor ?? this.#cursor);
    return answer.data.messages;
  }

  #rest() {
    return this.#unseen ? POLL : Math.max(0, Math.min(POLL, this.#streamAt - performance.now()));
  }

  // A browser opens few connections to one host: a tab long unseen gives its stream back and polls.
  #watchPage(signal) {
    let timer;
    const leave = () => {
      this.#unseen = true;
      this.#stream?.abort();
    };
    const turn = () => {
      clearTimeout(timer);
      this.#unseen = false;
      if (document.hidden) timer = setTimeout(leave, UNSEEN);
      else this.nudge();
    };
    document.addEventListener("visibilitychange", turn, { signal });
    signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
    window.addEventListener("online", () => this.nudge(), { signal });
  }
}

/** The events of a server-sent stream. Throws after a minute without a byte: such a connection is dead. */
export async function* readEvents(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let event = { type: "message", data: [], id: "" };
  try {
    for (;;) {
      const { value, done } = await unlessSilent(reader.read());
      if (done) return;
      const lines = (rest + value).split(/\r?\n/);
      rest = lines.pop();
      for (const line of lines) {
        if (line) {
          note(event, line);
          continue;
        }
        if (event.data.length) yield { ...event, data: event.data.join("\n") };
        event = { type: "message", data: [], id: "" };
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function note(event, line) {
  const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line);
  if (field === "data") event.data.push(value);
  else if (field === "event") event.type = value;
  else if (field === "id") event.id = value;
}

function unlessSilent(reading) {
  let timer;
  const silence = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("the stream fell silent")), SILENCE);
  });
  return Promise.race([reading, silence]).finally(() => clearTimeout(timer));
}

function parse(data) {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
