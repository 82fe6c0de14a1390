/** The chat panel: one conversation, drawn. */

import type { TokenSource } from "./api.js";
import { Composer } from "./composer.js";
import { el, icon, iconButton } from "./dom.js";
import { Log } from "./log.js";
import { Pictures } from "./picture.js";
import { Rating } from "./rating.js";
import { type Presence, Session } from "./session.js";
import type { Sound } from "./sound.js";
import { browser } from "./store.js";
import type { Texts } from "./texts/index.js";
import type { Content, Message } from "./types.js";
import { Typing } from "./typing.js";

const NEAR_END = 80; // pixels from the end within which the view follows what is said
const NEAR_TOP = 200; // pixels from the top within which the page before is drawn

interface Listener {
  /** The buyer folds the panel away. */
  close(): void;
  /** Something new that is not the buyer's. */
  heard(message: Message): void;
  /** The page's token speaks for somebody else now. */
  changed(): void;
}

export class Panel {
  readonly node: HTMLElement;
  readonly #texts: Texts;
  readonly #on: Listener;
  readonly #sound: Sound;
  readonly #log: Log;
  readonly #composer: Composer;
  readonly #rating: Rating;
  readonly #typing = new Typing((on) => this.#showTyping(on));
  readonly #scroller: HTMLElement;
  readonly #welcome: HTMLElement;
  readonly #typingLine: HTMLElement;
  readonly #newer: HTMLButtonElement;
  readonly #presence: HTMLElement;
  readonly #hostIcon: HTMLElement;
  readonly #spoken: HTMLElement;
  readonly #lightbox: HTMLDialogElement;
  #session: Session | null = null;
  #following = true;

  constructor(texts: Texts, title: string, sound: Sound, on: Listener) {
    this.#texts = texts;
    this.#on = on;
    this.#sound = sound;
    this.#lightbox = this.#makeLightbox();
    const pictures = new Pictures(texts, (source, opener) => this.#enlarge(source, opener));
    this.#log = new Log(texts, pictures, {
      pick: (choice) => this.#say(choice),
      retry: (id) => this.#session?.retry(id),
      rate: (opener) => this.#rating.open(opener),
      client: () => this.#live().client,
    });
    this.#composer = new Composer(texts, pictures, {
      ready: () => this.#session !== null,
      send: ({ text, files }) => {
        for (const file of files) this.#say({ file });
        if (text) this.#say({ text });
        this.#composer.focus();
      },
      draft: (text) => {
        if (this.#session) this.#session.draft = text;
      },
    });
    this.#rating = new Rating(texts, (rating) => this.#live().rate(rating));
    this.#welcome = this.#makeWelcome();
    this.#typingLine = el(
      "div",
      { className: "typing", hidden: true },
      el("span", { className: "avatar", "aria-hidden": "true" }, icon("bot")),
      el("span", { className: "dots" }, el("i"), el("i"), el("i")),
      el("span", { className: "unseen", textContent: texts.typing }),
    );
    this.#scroller = el(
      "div",
      { className: "scroller", role: "group", tabIndex: 0, "aria-label": texts.history },
      this.#log.earlier,
      this.#welcome,
      this.#log.node,
      this.#typingLine,
    );
    this.#newer = el("button", { type: "button", className: "newer", hidden: true }, texts.newer, icon("down"));
    this.#presence = el("p", { className: "presence", role: "status" });
    this.#hostIcon = el("span", { className: "avatar", "aria-hidden": "true" }, icon("bot"));
    this.#spoken = el("p", { className: "unseen", "aria-live": "polite" });
    this.node = el(
      "section",
      { className: "chat", role: "dialog", "aria-labelledby": "title", hidden: true },
      this.#makeBar(title),
      el("div", { className: "talk" }, this.#scroller, this.#newer),
      this.#composer.node,
      this.#rating.node,
      this.#lightbox,
      this.#spoken,
    );
    this.#watchScroll();
    this.#watchDrop();
  }

  /** Talk in the name of whoever the token speaks for, from now on. */
  begin(server: URL, token: TokenSource): void {
    this.end();
    const session: Session = new Session(server, token, this.#texts, {
      history: (messages) => this.#of(session, () => this.#load(messages)),
      message: (message) => this.#of(session, () => this.#take(message)),
      past: (ids) => this.#of(session, () => this.#log.past(ids)),
      item: (item) => this.#of(session, () => this.#showItem(() => this.#log.show(item))),
      answered: (item, messages) => this.#of(session, () => this.#log.answered(item, messages)),
      presence: (presence) => this.#of(session, () => this.#showPresence(presence)),
      typing: (on) => this.#of(session, () => this.#typing.told(on)),
      busy: (on) => this.#of(session, () => this.#typing.waiting(on)),
      changed: () => this.#of(session, () => this.#on.changed()),
    });
    this.#session = session;
    void session.run((id) => this.#log.has(id));
  }

  /** Leave the conversation; what is unsent stays saved. */
  end(): void {
    this.#session?.end();
    this.#session = null;
    this.#log.clear();
    this.#typing.end();
    this.#composer.clear();
    this.#rating.close();
    this.#welcome.hidden = true;
    this.#newer.hidden = true;
    this.#following = true;
  }

  /** Whether a conversation is being followed. */
  get begun(): boolean {
    return this.#session !== null;
  }

  /** The panel has come into view. */
  shown(): void {
    this.#composer.measure();
    this.#composer.focus();
    if (this.#following) this.#toEnd();
  }

  /** Put words into the composer for the buyer to finish. */
  suggest(text: string): void {
    this.#composer.write(text);
    this.#composer.focus();
  }

  /** Redeem a signed link; the number of the order that it shows, or null when it does not hold. */
  async claim(claim: string): Promise<string | null> {
    const answer = await this.#live()
      .client.post("claims", { claim })
      .catch(() => null);
    return answer?.status === 200 ? (answer.data as { order_number: string }).order_number : null;
  }

  #live(): Session {
    if (!this.#session) throw new Error("nobody is talking");
    return this.#session;
  }

  #of(session: Session, act: () => void): void {
    if (this.#session === session) act();
  }

  #makeBar(title: string): HTMLElement {
    const texts = this.#texts;
    const rate = el(
      "button",
      { type: "button", className: "plain rate", "aria-haspopup": "dialog" },
      icon("star"),
      texts.rating.open,
    );
    rate.onclick = () => this.#rating.open(rate);
    const fold = iconButton("down", texts.close, "plain round fold");
    fold.onclick = () => this.#on.close();
    return el(
      "header",
      { className: "bar" },
      this.#hostIcon,
      el("div", { className: "bar-words" }, el("h2", { id: "title", textContent: title }), this.#presence),
      this.#makeSoundButton(),
      rate,
      fold,
    );
  }

  #makeSoundButton(): HTMLButtonElement {
    const button = iconButton("mute", "", "plain round sound");
    const draw = (): void => {
      const label = this.#sound.on ? this.#texts.soundOff : this.#texts.soundOn;
      button.replaceChildren(icon(this.#sound.on ? "sound" : "mute"));
      button.setAttribute("aria-label", label);
      button.title = label;
    };
    button.onclick = () => {
      this.#sound.toggle();
      draw();
    };
    draw();
    return button;
  }

  #makeWelcome(): HTMLElement {
    const starters = this.#texts.starters.map((text) => {
      const button = el("button", { type: "button", lang: "zh-CN", textContent: text });
      button.onclick = () => this.#say({ text });
      return button;
    });
    return el(
      "div",
      { className: "welcome", hidden: true },
      el("p", { textContent: this.#texts.welcome }),
      el("div", { className: "starters", role: "group", "aria-label": this.#texts.startersLabel }, ...starters),
    );
  }

  #makeLightbox(): HTMLDialogElement {
    const { viewer, closeViewer, image } = this.#texts.files;
    const close = iconButton("close", closeViewer, "plain round");
    const box = el("dialog", { className: "lightbox", "aria-label": viewer }, el("img", { alt: image }), close);
    close.onclick = () => box.close();
    box.onclick = (event) => event.target === box && box.close();
    box.onkeydown = (event) => event.stopPropagation(); // Escape closes the picture, not the chat as well
    return box;
  }

  #enlarge(source: string, opener: HTMLElement): void {
    const image = this.#lightbox.querySelector("img");
    if (image) image.src = source;
    this.#lightbox.onclose = () => opener.focus();
    this.#lightbox.showModal();
  }

  #load(messages: Message[]): void {
    this.#log.load(messages);
    if (messages.length) browser.set("talked", true);
    if (this.#composer.empty)
      this.#composer.write(this.#live().draft); // what was typed meanwhile counts more
    else this.#live().draft = this.#composer.text;
    this.#welcome.hidden = !this.#log.empty;
    this.#toEnd();
  }

  #say(content: Content): void {
    this.#live().say(content);
    browser.set("talked", true);
    this.#toEnd();
    // The pressed button is locked now and would drop the focus; the next choices follow in the log.
    const focused = (this.node.getRootNode() as ShadowRoot).activeElement as HTMLButtonElement | null;
    if (!focused || focused.disabled) this.#scroller.focus({ preventScroll: true });
  }

  #showItem(show: () => void): void {
    this.#welcome.hidden = true;
    show();
  }

  #take(message: Message): void {
    this.#welcome.hidden = true;
    if (message.from !== "buyer") this.#typing.end();
    if (!this.#log.put(message) || message.from === "buyer") return;
    const who = message.name || this.#texts.who[message.from];
    this.#spoken.textContent = `${who}：${message.text ?? this.#texts.files.image}`;
    if (!this.#following) this.#newer.hidden = false;
    this.#on.heard(message);
  }

  #showPresence({ network, host, name }: Presence): void {
    const down = network !== "live" && network !== "polling";
    const line = this.#presence;
    const words = down
      ? this.#texts.presence[network]
      : host === "agent" && name
        ? this.#texts.named(name)
        : this.#texts.presence[host];
    if (line.textContent !== words) line.textContent = words;
    line.dataset.state = down ? "down" : host;
    this.#hostIcon.replaceChildren(icon(host === "agent" ? "agent" : "bot"));
    this.node.classList.toggle("with-agent", host === "agent");
  }

  #showTyping(on: boolean): void {
    this.#typingLine.hidden = !on;
  }

  #toEnd(): void {
    this.#following = true;
    this.#newer.hidden = true;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  // Pictures and the keyboard change heights at any moment: whoever reads the end stays there.
  #watchScroll(): void {
    const scroller = this.#scroller;
    let last = 0;
    scroller.addEventListener(
      "scroll",
      () => {
        const near = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
        // Growing content alone takes nobody off the end.
        if (near || scroller.scrollTop < last) this.#following = near;
        if (near) this.#newer.hidden = true;
        if (scroller.scrollTop < NEAR_TOP && scroller.scrollTop < last) this.#drawEarlier();
        last = scroller.scrollTop;
      },
      { passive: true },
    );
    this.#log.earlier.addEventListener("click", () => this.#scroller.focus({ preventScroll: true }));
    const keep = new ResizeObserver(() => this.#following && this.#toEnd());
    for (const node of [scroller, this.#log.node, this.#typingLine]) keep.observe(node);
    this.#newer.onclick = () => {
      this.#toEnd();
      this.#composer.focus();
    };
  }

  // What stands on the screen stays where it is while a page is put above it, in browsers that do not see to it.
  #drawEarlier(): void {
    const scroller = this.#scroller;
    const fromEnd = scroller.scrollHeight - scroller.scrollTop;
    if (this.#log.drawEarlier()) scroller.scrollTop = scroller.scrollHeight - fromEnd;
  }

  #watchDrop(): void {
    const { node } = this;
    const holdsFiles = (event: DragEvent): boolean => Boolean(event.dataTransfer?.types.includes("Files"));
    node.dataset.drop = this.#texts.dropHere;
    node.addEventListener("dragover", (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      node.classList.add("dropping");
    });
    node.addEventListener("dragleave", (event) => {
      if (!node.contains(event.relatedTarget as Node | null)) node.classList.remove("dropping");
    });
    node.addEventListener("drop", (event) => {
      node.classList.remove("dropping");
      if (!holdsFiles(event)) return;
      event.preventDefault();
      this.#composer.add([...(event.dataTransfer?.files ?? [])]);
    });
  }
}
