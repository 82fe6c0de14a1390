/** The little sheet that asks how it went. */

import { el, icon, iconButton } from "./dom.js";
import type { Texts } from "./texts/index.js";
import type { Answer } from "./types.js";

const CLOSES_AFTER = 1_600;
const MOST_COMMENT = 500;

export class Rating {
  readonly node: HTMLDialogElement;
  readonly #texts: Texts["rating"];
  readonly #failed: string;
  readonly #form: HTMLFormElement;
  readonly #word: HTMLElement;
  readonly #button: HTMLButtonElement;
  readonly #submit: (rating: { score: number; comment?: string }) => Promise<Answer>;
  #opener: HTMLElement | null = null;

  /** `submit` gives the answer of the server. */
  constructor(texts: Texts, submit: (rating: { score: number; comment?: string }) => Promise<Answer>) {
    this.#texts = texts.rating;
    this.#failed = texts.failure.rating;
    this.#submit = submit;
    this.#word = el("p", { className: "verdict", role: "status" });
    this.#button = el("button", { type: "submit", className: "primary", disabled: true }, this.#texts.send);
    const close = iconButton("close", this.#texts.close, "plain round");
    close.onclick = () => this.close();
    this.#form = el(
      "form",
      {},
      el("div", { className: "sheet-head" }, el("h3", { id: "rating-title", textContent: this.#texts.title }), close),
      el(
        "fieldset",
        { className: "stars" },
        el("legend", { className: "unseen", textContent: this.#texts.legend }),
        ...this.#texts.words.map((word, index) => this.#star(index + 1, word)),
      ),
      this.#word,
      el("textarea", {
        name: "comment",
        rows: 2,
        maxLength: MOST_COMMENT,
        placeholder: this.#texts.comment,
        "aria-label": this.#texts.comment,
      }),
      this.#button,
    );
    this.node = el("dialog", { className: "sheet", "aria-labelledby": "rating-title" }, this.#form);
    this.node.onkeydown = (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    };
    this.#form.onchange = () => {
      const score = this.#score();
      this.#button.disabled = !score;
      this.#word.textContent = this.#texts.words[score - 1] ?? "";
    };
    this.#form.onsubmit = (event) => {
      event.preventDefault();
      void this.#send();
    };
  }

  /** Ask; `opener` gets the focus back. */
  open(opener: HTMLElement): void {
    this.#opener = opener;
    this.#form.reset();
    this.#button.disabled = true;
    this.#word.textContent = "";
    this.node.show();
    this.#form.querySelector("input")?.focus();
  }

  /** Leave it. */
  close(): void {
    if (!this.node.open) return;
    this.node.close();
    this.#opener?.focus();
  }

  #star(score: number, word: string): HTMLElement {
    const label = this.#texts.star(score, word);
    return el(
      "label",
      {},
      el("input", { type: "radio", name: "score", value: String(score), "aria-label": label }),
      icon("star"),
    );
  }

  #score(): number {
    return Number(new FormData(this.#form).get("score") ?? 0);
  }

  async #send(): Promise<void> {
    const score = this.#score();
    const comment = String(new FormData(this.#form).get("comment") ?? "").trim();
    this.#button.disabled = true;
    const answer = await this.#submit({ score, ...(comment && { comment }) }).catch(() => null);
    const done = answer?.status === 204;
    this.#word.textContent = done ? this.#texts.thanks : this.#failed;
    if (done) setTimeout(() => this.close(), CLOSES_AFTER);
    else this.#button.disabled = false;
  }
}
