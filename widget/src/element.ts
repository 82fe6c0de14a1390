/** <shouhou-widget>: the bubble and the panel, in a shadow root that the page's styles do not reach. */

import type { TokenSource } from "./api.js";
import { el, icon } from "./dom.js";
import { palette } from "./palette.js";
import { Panel } from "./panel.js";
import { Sound } from "./sound.js";
import { browser, tab } from "./store.js";
import styles from "./styles.css";
import { type Texts, textsFor } from "./texts/index.js";
import type { Message } from "./types.js";

/** How a page sets the widget up. */
export interface Options {
  /** A token, or a function that gives one; called again when it has run out. */
  token: TokenSource;
  /** Where the widget API stands; by default where the script came from. */
  server?: string | undefined;
  title?: string | undefined;
  /** Any CSS colour; made readable where it is not. */
  color?: string | undefined;
  /** "zh-CN", "zh-TW" or "en"; by default the page's language. */
  lang?: string | undefined;
  /** Whether a tone is played for a new message until the buyer says otherwise. */
  sound?: boolean | undefined;
  /** Whether the chat is open from the beginning; by default as the buyer left it in this tab. */
  open?: boolean | undefined;
}

const sheet = new CSSStyleSheet();
sheet.replaceSync(styles);

export class ShouhouWidget extends HTMLElement {
  readonly #root = this.attachShadow({ mode: "open" });
  readonly #phone = matchMedia("(max-width: 759px)");
  readonly #dark = matchMedia("(prefers-color-scheme: dark)");
  #options: Options | null = null;
  #server = new URL("/webhooks/widget/", location.href);
  #texts: Texts = textsFor("");
  #panel: Panel | null = null;
  #launcher: HTMLButtonElement | null = null;
  #badge: HTMLElement | null = null;
  #returnTo: HTMLElement | null = null;
  #unread = 0;
  #covered: { overflow: string; inert: HTMLElement[] } | null = null; // what is to be undone of the page
  #gone = new AbortController();

  /** Set up, or set up anew, for instance for another buyer. `server` must end with a slash. */
  configure(options: Options, server: URL): void {
    this.#options = options;
    this.#server = server;
    this.#texts = textsFor(options.lang || document.documentElement.lang || navigator.language);
    this.#root.adoptedStyleSheets = [sheet];
    this.#draw(options);
    if (this.isConnected) this.#start();
  }

  connectedCallback(): void {
    if (this.#options) this.#start();
  }

  disconnectedCallback(): void {
    this.#gone.abort();
    this.#panel?.end();
    this.#coverPage(false);
  }

  /** Whether the panel is open. */
  get isOpen(): boolean {
    return this.#panel ? !this.#panel.node.hidden : false;
  }

  /** How many messages came while the chat was out of sight. */
  get unread(): number {
    return this.#unread;
  }

  /** Open the chat. */
  open(): void {
    if (this.isOpen || !this.#panel) return;
    const active = document.activeElement;
    this.#returnTo = active instanceof HTMLElement && active !== document.body && active !== this ? active : null;
    this.#show(true);
    this.#panel.shown();
    this.dispatchEvent(new CustomEvent("opened"));
  }

  /** Fold it away; the focus goes back to where it was. */
  close(): void {
    if (!this.isOpen) return;
    this.#show(false);
    (this.#returnTo?.isConnected ? this.#returnTo : this.#launcher)?.focus();
    this.dispatchEvent(new CustomEvent("closed"));
  }

  /** Open the chat with words in the composer, for the buyer to finish. */
  suggest(text: string): void {
    this.open();
    this.#panel?.suggest(text);
  }

  /** Redeem a signed link to an order; its number, or null when the link does not hold. */
  async claim(claim: string): Promise<string | null> {
    this.#begin();
    return (await this.#panel?.claim(claim)) ?? null;
  }

  #draw(options: Options): void {
    this.#panel?.end();
    const texts = this.#texts;
    this.#badge = el("b", { className: "badge", hidden: true });
    this.#launcher = el(
      "button",
      { type: "button", className: "launcher", "aria-label": texts.open, "aria-expanded": "false" },
      icon("chat"),
      el("span", { textContent: texts.launcher }),
      this.#badge,
    );
    this.#launcher.onclick = () => this.open();
    this.#panel = new Panel(texts, options.title || texts.title, new Sound(options.sound ?? false), {
      close: () => this.close(),
      heard: (message) => this.#heard(message),
      changed: () => this.#panel?.begin(this.#server, options.token),
    });
    this.#panel.node.addEventListener("keydown", (event) => this.#key(event));
    const frame = el("div", { className: "frame", lang: texts.lang }, this.#launcher, this.#panel.node);
    this.#root.replaceChildren(frame);
    this.#setUnread(0);
    this.#paint();
  }

  #start(): void {
    this.#gone.abort();
    this.#gone = new AbortController();
    const { signal } = this.#gone;
    document.addEventListener("visibilitychange", () => !document.hidden && this.isOpen && this.#setUnread(0), {
      signal,
    });
    this.#phone.addEventListener("change", () => this.#coverPage(this.isOpen), { signal });
    this.#dark.addEventListener("change", () => this.#paint(), { signal });
    const open = tab.get<boolean>("open") ?? this.#options?.open ?? false;
    // Who has talked before hears of an answer with the chat closed; for all others nothing is asked of the server.
    if (browser.get<boolean>("talked")) this.#begin();
    this.#show(open);
    if (open) this.dispatchEvent(new CustomEvent("opened"));
  }

  #begin(): void {
    if (!this.#options || !this.#panel || this.#panel.begun) return;
    this.#panel.begin(this.#server, this.#options.token);
  }

  #show(open: boolean): void {
    if (!this.#panel || !this.#launcher) return;
    if (open) this.#begin();
    this.#panel.node.hidden = !open;
    this.#launcher.hidden = open;
    this.#launcher.setAttribute("aria-expanded", String(open));
    tab.set("open", open);
    this.#coverPage(open);
    if (open) this.#setUnread(0);
  }

  // On a phone the chat covers the page: what is under it can be neither scrolled nor reached.
  #coverPage(open: boolean): void {
    const covered = open && this.#phone.matches;
    this.#panel?.node.setAttribute("aria-modal", String(covered));
    const page = document.documentElement;
    if (covered && !this.#covered) {
      const others = [...document.body.children].filter((other) => other instanceof HTMLElement && other !== this);
      const inert = (others as HTMLElement[]).filter((other) => !other.inert);
      this.#covered = { overflow: page.style.overflow, inert };
      page.style.overflow = "hidden";
      for (const other of inert) other.inert = true;
    } else if (!covered && this.#covered) {
      page.style.overflow = this.#covered.overflow;
      for (const other of this.#covered.inert) other.inert = false;
      this.#covered = null;
    }
  }

  #paint(): void {
    const frame = this.#root.querySelector<HTMLElement>(".frame");
    const colours = palette(this.#options?.color ?? "", this.#dark.matches);
    for (const [name, value] of Object.entries(colours)) frame?.style.setProperty(name, value);
  }

  #heard(message: Message): void {
    this.dispatchEvent(new CustomEvent("message", { detail: message }));
    if (this.isOpen && !document.hidden) return;
    this.#setUnread(this.#unread + 1);
  }

  #setUnread(count: number): void {
    const changed = count !== this.#unread;
    this.#unread = count;
    if (this.#badge) {
      this.#badge.hidden = !count;
      this.#badge.textContent = count > 99 ? "99+" : String(count || "");
    }
    const { open, unread } = this.#texts;
    this.#launcher?.setAttribute("aria-label", count ? `${open}, ${unread(count)}` : open);
    if (changed) this.dispatchEvent(new CustomEvent("unread", { detail: { count } }));
  }

  /** Escape closes; Tab stays within the open chat, the page being one Escape away. */
  #key(event: KeyboardEvent): void {
    if (event.key === "Escape" && !event.isComposing) {
      event.preventDefault();
      this.close();
    }
    if (event.key !== "Tab") return;
    const reachable = [
      ...this.#root.querySelectorAll<HTMLElement>(
        ".chat :is(button, textarea, input, a[href], [tabindex='0']):not(:disabled, [hidden], [tabindex='-1'])",
      ),
    ].filter((node) => node.checkVisibility());
    const first = reachable[0];
    const last = reachable[reachable.length - 1];
    const edge = event.shiftKey ? first : last;
    if (this.#root.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }
}
