/** The typing indicator. Whatever starts it, something ends it: an answer, the end of a call, or time. */

const LONGEST = 15_000;
const GRACE = 400; // a quick answer shows no dots

export class Typing {
  #show;
  #waiting = false;
  #told = false;
  #timers = {};

  /** @param {(on: boolean) => void} show */
  constructor(show) {
    this.#show = show;
  }

  /** A call of ours is under way, or over. */
  waiting(on) {
    clearTimeout(this.#timers.grace);
    if (on) this.#timers.grace = setTimeout(() => this.#set({ waiting: true }), GRACE);
    else this.#set({ waiting: false });
  }

  /** The server says that somebody types, or stopped. */
  told(on) {
    clearTimeout(this.#timers.limit);
    if (on) this.#timers.limit = setTimeout(() => this.#set({ told: false }), LONGEST);
    this.#set({ told: Boolean(on) });
  }

  /** Something was said: nobody types any more. */
  end() {
    clearTimeout(this.#timers.grace);
    clearTimeout(this.#timers.limit);
    this.#set({ waiting: false, told: false });
  }

  #set({ waiting = this.#waiting, told = this.#told }) {
    this.#waiting = waiting;
    this.#told = told;
    this.#show(waiting || told);
  }
}
