/** Where the buyer writes: text, chosen files, and what is wrong with either. */

import { FAILURE, FILES, PAGE } from "./texts.js";
import { byId, el, icon } from "./dom.js";
import { localPicture } from "./picture.js";

const MOST_CHARACTERS = 2_000; // code points, as the server counts them
const COUNT_FROM = 1_800;
const MOST_FILES = 6;
const MOST_BYTES = 10 * 1024 * 1024;
const KINDS = new Set(["image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4", "application/pdf"]);

export class Composer {
  #form = byId("composer");
  #say = byId("say");
  #send = byId("send");
  #files = [];
  #on;

  /** @param {{ready: Function, send: Function, draft: Function}} on may it send; ({text, files}); the text on each change */
  constructor(on) {
    this.#on = on;
    const picker = byId("file");
    byId("attach").onclick = () => picker.click();
    picker.onchange = () => {
      this.#add([...picker.files]);
      picker.value = "";
    };
    this.#say.oninput = () => this.#changed();
    this.#say.onkeydown = (event) => this.#key(event);
    this.#say.onpaste = (event) => this.#paste(event);
    this.#form.onsubmit = (event) => {
      event.preventDefault();
      this.#submit();
    };
  }

  /** Put words in, ready to be changed. */
  write(text, { focus = false } = {}) {
    this.#say.value = text;
    this.#changed();
    if (!focus) return;
    this.#say.focus();
    this.#say.setSelectionRange(text.length, text.length);
  }

  /** Nothing written, nothing chosen. */
  clear() {
    this.#files = [];
    this.#drawTray();
    this.#notice("");
    this.write("");
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    if (!this.#ready() || !this.#on.ready()) return;
    const sent = { text: this.#say.value.trim(), files: this.#files };
    this.clear();
    this.#on.send(sent);
  }

  #paste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.#add(files);
  }

  #add(files) {
    const refused = [];
    for (const file of files) {
      const why = this.#objection(file);
      if (why) refused.push(why);
      else this.#files.push(file);
    }
    this.#notice(refused.join("\n"));
    this.#drawTray();
    this.#changed();
    if (this.#files.length) this.#send.focus();
  }

  #objection(file) {
    if (this.#files.length >= MOST_FILES) return FILES.tooMany(MOST_FILES);
    if (!KINDS.has(file.type)) return FILES.refused(file.name, FAILURE.badKind);
    if (file.size > MOST_BYTES) return FILES.refused(file.name, FAILURE.tooLarge);
    return file.size === 0 ? FILES.refused(file.name, FAILURE.empty) : "";
  }

  #drawTray() {
    const tray = byId("tray");
    tray.hidden = !this.#files.length;
    tray.replaceChildren(...this.#files.map((file) => this.#chosen(file)));
  }

  #chosen(file) {
    const remove = el(
      "button",
      { type: "button", className: "remove", "aria-label": FILES.remove(file.name) },
      icon("close"),
    );
    remove.onclick = () => {
      this.#files = this.#files.filter((other) => other !== file);
      this.#drawTray();
      this.#changed();
      this.#say.focus();
    };
    return el(
      "li",
      {},
      localPicture(file),
      el("span", { className: "size", textContent: sizeWords(file.size) }),
      remove,
    );
  }

  #notice(words) {
    const notice = byId("notice");
    notice.textContent = words;
    notice.hidden = !words;
  }

  #ready() {
    return this.#length() <= MOST_CHARACTERS && Boolean(this.#say.value.trim() || this.#files.length);
  }

  #length() {
    return [...this.#say.value.trim()].length;
  }

  #changed() {
    const length = this.#length();
    const count = byId("count");
    count.hidden = length < COUNT_FROM;
    count.textContent = count.hidden ? "" : PAGE.count(length, MOST_CHARACTERS);
    count.classList.toggle("over", length > MOST_CHARACTERS);
    this.#send.disabled = !this.#ready();
    this.#say.style.height = "auto";
    this.#say.style.height = `${this.#say.scrollHeight}px`;
    this.#on.draft(this.#say.value);
  }
}

function sizeWords(bytes) {
  return bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
