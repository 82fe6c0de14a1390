/** Where the buyer writes: text, chosen files, and what is wrong with either. */

import { el, icon, iconButton } from "./dom.js";
import type { Pictures } from "./picture.js";
import type { Texts } from "./texts/index.js";

const MOST_CHARACTERS = 2_000; // code points, as the server counts them
const COUNT_FROM = 1_800;
const MOST_FILES = 6;
const MOST_BYTES = 10 * 1024 * 1024;
const KINDS = ["image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4", "application/pdf"];

interface Listener {
  ready(): boolean;
  send(said: { text: string; files: File[] }): void;
  draft(text: string): void;
}

export class Composer {
  readonly node: HTMLFormElement;
  readonly #texts: Texts;
  readonly #pictures: Pictures;
  readonly #on: Listener;
  readonly #say: HTMLTextAreaElement;
  readonly #send: HTMLButtonElement;
  readonly #tray: HTMLUListElement;
  readonly #notice: HTMLElement;
  readonly #count: HTMLElement;
  #files: File[] = [];

  constructor(texts: Texts, pictures: Pictures, on: Listener) {
    this.#texts = texts;
    this.#pictures = pictures;
    this.#on = on;
    this.#notice = el("p", { className: "notice", role: "alert", hidden: true });
    this.#tray = el("ul", { className: "tray", "aria-label": texts.tray, hidden: true });
    this.#count = el("p", { className: "count", hidden: true });
    this.#say = el("textarea", {
      rows: 1,
      className: "say",
      enterKeyHint: "send",
      placeholder: texts.say,
      "aria-label": texts.say,
    });
    this.#send = el(
      "button",
      { type: "submit", className: "send", disabled: true, "aria-label": texts.send, title: texts.send },
      icon("send"),
    );
    const picker = el("input", { type: "file", accept: KINDS.join(","), multiple: true, hidden: true, tabIndex: -1 });
    const attach = iconButton("picture", texts.attach, "plain round attach");
    attach.onclick = () => picker.click();
    picker.onchange = () => {
      this.add([...(picker.files ?? [])]);
      picker.value = "";
    };
    this.node = el(
      "form",
      { className: "composer", autocomplete: "off" },
      this.#notice,
      this.#tray,
      el("div", { className: "row" }, attach, picker, this.#say, this.#send),
      this.#count,
    );
    this.#say.oninput = () => this.#changed();
    this.#say.onkeydown = (event) => this.#key(event);
    this.#say.onpaste = (event) => this.#paste(event);
    this.node.onsubmit = (event) => {
      event.preventDefault();
      this.#submit();
    };
  }

  /** What is written. */
  get text(): string {
    return this.#say.value;
  }

  get empty(): boolean {
    return this.#say.value === "";
  }

  /** Put words in, ready to be changed. */
  write(text: string): void {
    this.#say.value = text;
    this.#changed();
  }

  /** Put the caret at the end of what is written. */
  focus(): void {
    this.#say.focus({ preventScroll: true });
    this.#say.setSelectionRange(this.#say.value.length, this.#say.value.length);
  }

  /** The box is drawn anew: its height is that of its words. */
  measure(): void {
    this.#say.style.height = "auto";
    if (this.#say.scrollHeight) this.#say.style.height = `${this.#say.scrollHeight}px`;
  }

  /** Nothing written, nothing chosen. */
  clear(): void {
    this.#files = [];
    this.#drawTray();
    this.#object([]);
    this.write("");
  }

  /** Choose files, by the button, by pasting or by dropping. */
  add(files: File[]): void {
    const refused: string[] = [];
    for (const file of files) {
      const why = this.#objection(file);
      if (why) refused.push(why);
      else this.#files.push(file);
    }
    this.#object(refused);
    this.#drawTray();
    this.#changed();
    if (this.#files.length) this.#send.focus();
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#submit();
  }

  #submit(): void {
    if (!this.#ready() || !this.#on.ready()) return;
    const said = { text: this.#say.value.trim(), files: this.#files };
    this.clear();
    this.#on.send(said);
  }

  #paste(event: ClipboardEvent): void {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.add(files);
  }

  #objection(file: File): string {
    const { failure, files } = this.#texts;
    if (this.#files.length >= MOST_FILES) return files.tooMany(MOST_FILES);
    if (!KINDS.includes(file.type)) return files.refused(file.name, failure.badKind);
    if (file.size > MOST_BYTES) return files.refused(file.name, failure.tooLarge);
    return file.size === 0 ? files.refused(file.name, failure.empty) : "";
  }

  #drawTray(): void {
    this.#tray.hidden = !this.#files.length;
    this.#tray.replaceChildren(...this.#files.map((file) => this.#chosen(file)));
  }

  #chosen(file: File): HTMLElement {
    const remove = iconButton("close", this.#texts.files.remove(file.name), "remove");
    remove.onclick = () => {
      this.#files = this.#files.filter((other) => other !== file);
      this.#drawTray();
      this.#changed();
      this.#say.focus();
    };
    const size = el("span", { className: "size", textContent: sizeWords(file.size) });
    return el("li", {}, this.#pictures.local(file), size, remove);
  }

  #object(why: string[]): void {
    this.#notice.textContent = why.join("\n");
    this.#notice.hidden = !why.length;
  }

  #ready(): boolean {
    return this.#length() <= MOST_CHARACTERS && Boolean(this.#say.value.trim() || this.#files.length);
  }

  #length(): number {
    return [...this.#say.value.trim()].length;
  }

  #changed(): void {
    const length = this.#length();
    this.#count.hidden = length < COUNT_FROM;
    this.#count.textContent = this.#count.hidden ? "" : this.#texts.count(length, MOST_CHARACTERS);
    this.#count.classList.toggle("over", length > MOST_CHARACTERS);
    this.#send.disabled = !this.#ready();
    this.measure();
    this.#on.draft(this.#say.value);
  }
}

function sizeWords(bytes: number): string {
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${Math.max(1, Math.round(kilobytes))} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}
