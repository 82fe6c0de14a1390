/** The chat panel: one conversation at a time, in the name of whoever is chosen. */

import { PRESENCE } from "./texts.js";
import { Client } from "./api.js";
import { Composer } from "./composer.js";
import { byId } from "./dom.js";
import { Feed } from "./feed.js";
import { Log } from "./log.js";
import { Outbox } from "./outbox.js";
import { wireRating } from "./rating.js";
import { tab } from "./store.js";
import { Typing } from "./typing.js";

const NEAR_END = 80; // pixels from the end within which the view follows what is said

export class Chat {
  #session = null; // {speaker, end, client, outbox, host, network}
  #log;
  #typing = new Typing((on) => this.#showTyping(on));
  #composer;
  #closeRating;
  #scroller = byId("scroller");
  #following = true;
  #heard;

  /** @param {() => void} heard called for each new message that is not the buyer's */
  constructor(heard) {
    this.#heard = heard;
    this.#log = new Log(byId("log"), {
      pick: (choice) => this.#say(choice),
      retry: (id) => this.#session.outbox.retry(id),
      open: (path) => this.#session.client.open(path),
    });
    this.#composer = new Composer({
      ready: () => this.#session !== null,
      send: ({ text, files }) => this.#sendAll(text, files),
      draft: (text) => this.#session && tab.set(`draft.${this.#session.speaker}`, text),
    });
    this.#closeRating = wireRating((rating) => this.#session.client.post("rating", rating));
    for (const starter of document.querySelectorAll(".starters button")) {
      starter.onclick = () => this.#say({ text: starter.textContent });
    }
    this.#watchScroll();
  }

  /**
   * Talk as this speaker from now on.
   * @param {string} speaker under which the browser keeps what is unsent
   * @param {Object} claim what the demo server makes a token for
   */
  async open(speaker, claim) {
    this.#session?.end.abort();
    this.#reset();
    const end = new AbortController();
    const client = new Client(claim, end.signal);
    const outbox = new Outbox(client, speaker, {
      change: (item) => this.#live(session) && this.#showItem(item),
      replies: (item, messages) => this.#live(session) && this.#takeReplies(item, messages),
      busy: (on) => this.#live(session) && this.#typing.waiting(on && session.host === "bot"),
    });
    const session = { speaker, end, client, outbox, host: "bot", network: "connecting" };
    this.#session = session;
    this.#composer.write(tab.get(`draft.${speaker}`) ?? "");
    this.#showPresence();
    await this.#follow(session).catch((error) => {
      if (!end.signal.aborted) throw error;
    });
  }

  /** Put a question into the composer for the buyer to finish. */
  suggest(text) {
    this.#composer.write(text, { focus: true });
  }

  /** Redeem a signed link; the number of the order that it shows, or null when it does not hold. */
  async claim(claim) {
    const answer = await this.#session.client.post("claims", { claim }).catch(() => null);
    return answer?.status === 200 ? answer.data.order_number : null;
  }

  async #follow(session) {
    const feed = new Feed(session.client, {
      message: (message) => this.#live(session) && this.#take(message),
      typing: (on) => this.#live(session) && this.#typing.told(on),
      state: (network) => this.#live(session) && this.#setNetwork(session, network),
    });
    const history = await feed.begin();
    this.#log.load(history);
    for (const message of history) this.#noteHost(message);
    session.outbox.restore((id) => this.#log.has(id));
    byId("welcome").hidden = !this.#log.empty;
    this.#showPresence();
    this.#toEnd();
    await feed.follow();
  }

  #live(session) {
    return this.#session === session;
  }

  #reset() {
    this.#session = null;
    this.#log.clear();
    this.#typing.end();
    this.#composer.clear();
    this.#closeRating();
    byId("welcome").hidden = true;
    byId("newer").hidden = true;
    this.#following = true;
  }

  #sendAll(text, files) {
    for (const file of files) this.#say({ file });
    if (text) this.#say({ text });
    byId("say").focus();
  }

  #say(content) {
    this.#session.outbox.add(content);
    this.#toEnd();
    // The pressed button is locked now and would drop the focus; the next choices follow in the log.
    if (document.activeElement === document.body || document.activeElement?.disabled)
      this.#scroller.focus({ preventScroll: true });
  }

  #showItem(item) {
    byId("welcome").hidden = true;
    this.#log.show(item);
  }

  #takeReplies(item, messages) {
    this.#log.answered(item, messages);
    for (const message of messages) this.#take(message);
  }

  #take(message) {
    byId("welcome").hidden = true;
    if (message.from === "buyer") this.#session.outbox.confirm(message.id);
    else this.#typing.end();
    if (!this.#log.put(message)) return;
    this.#noteHost(message);
    this.#showPresence();
    if (message.from === "buyer") return;
    if (!this.#following) byId("newer").hidden = false;
    this.#heard();
  }

  #noteHost({ from, facts }) {
    if (from === "agent" || from === "bot") this.#session.host = from;
    if (facts?.handover === "waiting") this.#session.host = "waiting";
  }

  #setNetwork(session, network) {
    session.network = network;
    this.#showPresence();
  }

  #showPresence() {
    const { network, host } = this.#session;
    const down = network === "connecting" || network === "offline";
    const words = PRESENCE[down ? network : host];
    const line = byId("presence");
    if (line.textContent !== words) line.textContent = words;
    line.dataset.state = down ? "down" : host;
    byId("bar-icon").setAttribute("href", host === "agent" ? "#icon-agent" : "#icon-bot");
  }

  #showTyping(on) {
    byId("typing").hidden = !on;
  }

  #toEnd() {
    this.#following = true;
    byId("newer").hidden = true;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  // Pictures and the keyboard change heights at any moment: whoever reads the end stays there.
  #watchScroll() {
    const scroller = this.#scroller;
    let last = 0;
    scroller.addEventListener("scroll", () => {
      const near = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
      if (near || scroller.scrollTop < last) this.#following = near; // growing content alone takes nobody off the end
      if (near) byId("newer").hidden = true;
      last = scroller.scrollTop;
    });
    const keep = new ResizeObserver(() => this.#following && this.#toEnd());
    for (const node of [scroller, byId("log"), byId("typing")]) keep.observe(node);
    byId("newer").onclick = () => this.#toEnd();
  }
}
