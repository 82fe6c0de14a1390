/** Pictures and files in the conversation. */

import type { Client } from "./api.js";
import { el, icon } from "./dom.js";
import type { Texts } from "./texts/index.js";

/** Draws pictures; `enlarge` shows one large, `opener` being the button to return to. */
export class Pictures {
  readonly #texts: Texts;
  readonly #enlarge: (source: string, opener: HTMLElement) => void;

  constructor(texts: Texts, enlarge: (source: string, opener: HTMLElement) => void) {
    this.#texts = texts;
    this.#enlarge = enlarge;
  }

  /** A file that has not left yet: its picture, or its name. */
  local(file: File): HTMLElement {
    if (!file.type.startsWith("image/")) return fileLine(file.name);
    const image = el("img", { src: URL.createObjectURL(file), alt: file.name });
    const frame = this.#enlargeable(image);
    image.onerror = () => frame.replaceWith(fileLine(file.name));
    return frame;
  }

  /**
   * What a message's address shows. A signed address lives ten minutes, and may lead to a film or a paper:
   * when it does not load as a picture, the file is fetched in the buyer's own name.
   */
  remote(url: string, client: Client): HTMLElement {
    const texts = this.#texts.files;
    const source = client.address(url);
    if (!/^https?:$/.test(source.protocol)) return fileLine(texts.lost);
    const image = el("img", { alt: texts.image, loading: "lazy", src: source.href });
    const frame = this.#enlargeable(image);
    image.onerror = async () => {
      image.onerror = () => frame.replaceWith(fileLine(texts.lost));
      const blob = await ownFile(source, client);
      if (blob?.type.startsWith("image/")) image.src = URL.createObjectURL(blob);
      else frame.replaceWith(blob ? this.#link(blob) : fileLine(texts.lost));
    };
    return frame;
  }

  #enlargeable(image: HTMLImageElement): HTMLElement {
    const label = this.#texts.files.enlarge;
    const button = el("button", { type: "button", className: "picture", "aria-label": label }, image);
    button.onclick = () => this.#enlarge(image.src, button);
    return button;
  }

  #link(blob: Blob): HTMLElement {
    const { openPdf, openVideo, openOther } = this.#texts.files;
    const words = blob.type === "application/pdf" ? openPdf : blob.type === "video/mp4" ? openVideo : openOther;
    const href = URL.createObjectURL(blob);
    return el("a", { className: "file", href, target: "_blank", rel: "noopener" }, icon("file"), words);
  }
}

async function ownFile(source: URL, client: Client): Promise<Blob | null> {
  if (source.origin !== client.address("").origin) return null; // the token goes to no other server
  try {
    const response = await client.open(source.pathname);
    return response.ok ? await response.blob() : null;
  } catch {
    return null;
  }
}

function fileLine(words: string): HTMLElement {
  return el("span", { className: "file" }, icon("file"), words);
}
