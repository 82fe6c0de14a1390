/** One speaker's conversation: what is sent, what is heard, who is at the other end. */

import { Client, type TokenSource } from "./api.js";
import { Feed, type Network } from "./feed.js";
import { Outbox } from "./outbox.js";
import { tab } from "./store.js";
import type { Texts } from "./texts/index.js";
import { pause } from "./time.js";
import type { Answer, Content, Item, Message } from "./types.js";

export type Host = "bot" | "agent" | "waiting" | "away";

/** Who is at the other end, and whether they can be reached. */
export interface Presence {
  network: Network;
  host: Host;
  name: string;
}

interface Listener {
  /** The conversation so far; called once. */
  history(messages: Message[]): void;
  /** Something new, of either side. */
  message(message: Message): void;
  /** The buttons of these no longer stand. */
  past(ids: string[]): void;
  /** What became of something said. */
  item(item: Item): void;
  /** An item was answered by these. */
  answered(item: Item, messages: Message[]): void;
  presence(presence: Presence): void;
  typing(on: boolean): void;
  /** A call of ours is under way, or over. */
  busy(on: boolean): void;
  /** The page's token speaks for somebody else now: this conversation is over. */
  changed(): void;
}

const AGAIN = 2_000;

export class Session {
  readonly client: Client;
  readonly #end = new AbortController();
  readonly #on: Listener;
  readonly #presence: Presence = { network: "connecting", host: "bot", name: "" };
  readonly #outbox: Outbox;
  #speaker = "";

  constructor(server: URL, token: TokenSource, texts: Texts, on: Listener) {
    this.#on = on;
    this.client = new Client(server, token, this.#end.signal, () => on.changed());
    this.#outbox = new Outbox(this.client, texts, {
      change: (item) => on.item(item),
      replies: (item, messages) => {
        on.answered(item, messages);
        for (const message of messages) this.#take(message);
      },
      busy: (busy) => on.busy(busy && (this.#presence.host === "bot" || this.#presence.host === "away")),
    });
  }

  /** Read the conversation and follow it until `end`. `has` tells whether it holds a buyer's message of an id. */
  async run(has: (id: string) => boolean): Promise<void> {
    try {
      this.#tell();
      this.#speaker = await this.#identify();
      this.#outbox.keepFor(this.#speaker);
      const feed = new Feed(this.client, {
        message: (message) => this.#take(message),
        typing: (on) => this.#on.typing(on),
        past: (ids) => this.#on.past(ids),
        state: (network) => {
          this.#presence.network = network;
          this.#tell();
        },
      });
      const history = await feed.begin();
      for (const message of history) this.#noteHost(message);
      this.#on.history(history);
      this.#outbox.restore(has);
      this.#tell();
      await feed.follow();
    } catch (error) {
      if (!this.#end.signal.aborted) throw error;
    }
  }

  /** Leave; what is unsent stays saved for the speaker's return. */
  end(): void {
    this.#end.abort();
  }

  /** Say something; it is shown at once. */
  say(content: Content): void {
    this.#outbox.add(content);
  }

  /** Try again what failed. */
  retry(id: string): void {
    this.#outbox.retry(id);
  }

  /** What the speaker has written and not sent. */
  get draft(): string {
    return tab.get<string>(`draft.${this.#speaker}`) ?? "";
  }

  set draft(text: string) {
    if (this.#speaker && text !== this.draft) tab.set(`draft.${this.#speaker}`, text);
  }

  /** Rate the service. */
  rate(rating: { score: number; comment?: string }): Promise<Answer> {
    return this.client.post("rating", rating);
  }

  async #identify(): Promise<string> {
    for (;;) {
      try {
        return await this.client.speaker();
      } catch {
        this.client.signal.throwIfAborted();
        this.#presence.network = "noToken";
        this.#tell();
        await pause(AGAIN, this.client.signal);
      }
    }
  }

  #take(message: Message): void {
    if (message.from === "buyer") this.#outbox.confirm(message.id);
    this.#noteHost(message);
    this.#on.message(message);
    this.#tell();
  }

  #noteHost({ from, facts, name }: Message): void {
    const presence = this.#presence;
    if (from === "bot") presence.host = "bot";
    if (from === "agent" || facts?.handover === "taken") {
      presence.host = "agent";
      presence.name = name ?? "";
    }
    if (facts?.handover === "waiting") presence.host = "waiting";
    if (facts?.handover === "offline") presence.host = "away";
    if (facts?.handover === "ended") presence.host = "bot";
  }

  #tell(): void {
    this.#on.presence(this.#presence);
  }
}
