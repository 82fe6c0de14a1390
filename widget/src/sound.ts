/** A short tone for a new message, when the buyer wants it. No file to load, nothing before it is switched on. */

import { browser } from "./store.js";

export class Sound {
  #context: AudioContext | null = null;
  #on: boolean;

  /** `wanted` is the page's wish; the buyer's own, once made, counts more. */
  constructor(wanted: boolean) {
    this.#on = browser.get<boolean>("sound") ?? wanted;
  }

  get on(): boolean {
    return this.#on;
  }

  /** Switch it; a press of a button is what lets a browser play. */
  toggle(): void {
    this.#on = !this.#on;
    browser.set("sound", this.#on);
    if (this.#on) this.play();
  }

  /** Two soft notes. */
  play(): void {
    if (!this.#on) return;
    try {
      this.#context ??= new AudioContext();
      const start = this.#context.currentTime;
      for (const [after, pitch] of [
        [0, 660],
        [0.12, 880],
      ] as const) {
        const tone = this.#context.createOscillator();
        const volume = this.#context.createGain();
        tone.frequency.value = pitch;
        volume.gain.setValueAtTime(0.06, start + after);
        volume.gain.exponentialRampToValueAtTime(0.0001, start + after + 0.25);
        tone.connect(volume).connect(this.#context.destination);
        tone.start(start + after);
        tone.stop(start + after + 0.25);
      }
    } catch {
      // A browser without sound still shows the message.
    }
  }
}
