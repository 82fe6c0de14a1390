/** The typing indicator. Whatever starts it, something ends it: an answer, the end of a call, or time. */

const LONGEST = 15_000;
const GRACE = 400; // a quick answer shows no dots

export class Typing {
  readonly #show: (on: boolean) => void;
  #waiting = false;
  #told = false;
  #grace = 0;
  #limit = 0;

  constructor(show: (on: boolean) => void) {
    this.#show = show;
  }

  /** A call of ours is under way, or over. */
  waiting(on: boolean): void {
    clearTimeout(this.#grace);
    if (on) this.#grace = window.setTimeout(() => this.#set(true, this.#told), GRACE);
    else this.#set(false, this.#told);
  }

  /** The server says that somebody types, or stopped. */
  told(on: boolean): void {
    clearTimeout(this.#limit);
    if (on) this.#limit = window.setTimeout(() => this.#set(this.#waiting, false), LONGEST);
    this.#set(this.#waiting, on);
  }

  /** Something was said: nobody types any more. */
  end(): void {
    clearTimeout(this.#grace);
    clearTimeout(this.#limit);
    this.#set(false, false);
  }

  #set(waiting: boolean, told: boolean): void {
    this.#waiting = waiting;
    this.#told = told;
    this.#show(waiting || told);
  }
}
