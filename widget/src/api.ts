/** The widget API as one speaker sees it: token, calls, uploads. */

import type { Answer } from "./types.js";

const PATIENCE = 30_000;
const UPLOAD_PATIENCE = 180_000;

/** A token, or where to get one: called again whenever the last one is refused. */
export type TokenSource = string | (() => string | Promise<string>);

/** No token could be had: the page's callback failed, or gave nothing. */
export class NoToken extends Error {}

/** Calls in the name of one speaker, until `signal` ends the session. */
export class Client {
  readonly signal: AbortSignal;
  readonly #server: URL;
  readonly #source: TokenSource;
  #token: Promise<string> | null = null;
  #speaker: string | null = null;
  #changed: () => void;

  /**
   * @param server where the widget API stands, with a slash at its end
   * @param changed called when a renewed token speaks for somebody else
   */
  constructor(server: URL, source: TokenSource, signal: AbortSignal, changed: () => void) {
    this.#server = server;
    this.#source = source;
    this.signal = signal;
    this.#changed = changed;
  }

  /** An address of the widget API; what the server sends as a picture's address may be relative to it. */
  address(path: string): URL {
    return new URL(path, this.#server);
  }

  /** Under what name this browser keeps what the speaker has not sent yet. Throws NoToken. */
  async speaker(): Promise<string> {
    await this.#current();
    return this.#speaker ?? "";
  }

  /** Ask and read the whole answer. Throws on network failure, after 30 s of silence, or when the session ends. */
  async ask(path: string, init: RequestInit = {}): Promise<Answer> {
    const limit = deadline(PATIENCE, this.signal);
    try {
      const response = await this.open(path, { ...init, signal: limit.signal });
      const retryAfter = response.headers.get("Retry-After");
      return { status: response.status, retryAfter, data: json(await response.text()) };
    } finally {
      limit.end();
    }
  }

  /** POST a JSON body; answers as `ask` does. */
  post(path: string, body: unknown): Promise<Answer> {
    const headers = { "Content-Type": "application/json" };
    return this.ask(path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  /** A response whose body the caller reads. A refused token is replaced once. */
  open(path: string, init: RequestInit = {}): Promise<Response> {
    return this.#withToken((token) =>
      fetch(this.address(path), {
        signal: this.signal,
        credentials: "omit",
        ...init,
        headers: { ...(init.headers as Record<string, string>), Authorization: `Bearer ${token}` },
      }),
    );
  }

  /** Upload a file, telling how far it is (0 to 1); fetch cannot tell, hence XMLHttpRequest. */
  upload(file: File, onProgress: (share: number) => void): Promise<Answer> {
    return this.#withToken((token) => this.#send(file, token, onProgress));
  }

  async #withToken<T extends { status: number }>(call: (token: string) => Promise<T>): Promise<T> {
    for (let renewed = false; ; renewed = true) {
      const used = this.#current();
      const answer = await call(await used);
      const renewable = typeof this.#source === "function" && !renewed;
      if (answer.status !== 401 || !renewable) return answer;
      if (this.#token === used) this.#token = null;
    }
  }

  #current(): Promise<string> {
    if (this.#token) return this.#token;
    const token = this.#read();
    this.#token = token;
    token.catch(() => {
      if (this.#token === token) this.#token = null;
    });
    return token;
  }

  async #read(): Promise<string> {
    const { signal } = this;
    let token: string;
    try {
      token = typeof this.#source === "function" ? await this.#source() : this.#source;
    } catch (error) {
      throw new NoToken("the page gave no token", { cause: error });
    }
    signal.throwIfAborted();
    if (typeof token !== "string" || !token) throw new NoToken("the page gave no token");
    const speaker = speakerOf(token);
    const before = this.#speaker;
    this.#speaker = speaker;
    if (before !== null && before !== speaker) {
      this.#changed();
      signal.throwIfAborted();
    }
    return token;
  }

  #send(file: File, token: string, onProgress: (share: number) => void): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const form = new FormData();
      form.append("file", file, file.name);
      request.open("POST", this.address("files"));
      request.setRequestHeader("Authorization", `Bearer ${token}`);
      request.timeout = UPLOAD_PATIENCE;
      request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
      request.onload = () =>
        resolve({
          status: request.status,
          retryAfter: request.getResponseHeader("Retry-After"),
          data: json(request.responseText),
        });
      const lost = (): void => reject(new TypeError("upload failed"));
      request.onerror = request.ontimeout = request.onabort = lost;
      this.signal.addEventListener("abort", () => request.abort(), { once: true });
      request.send(form);
    });
  }
}

/** Whose token it is, unverified: it only names a place in this browser's storage. */
function speakerOf(token: string): string {
  try {
    const payload = (token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as { sub?: string; sid?: string };
    return claims.sub ? `buyer.${claims.sub}` : `guest.${claims.sid ?? ""}`;
  } catch {
    return "unknown";
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function deadline(milliseconds: number, parent: AbortSignal): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DOMException("no answer in time", "TimeoutError")), milliseconds);
  const follow = (): void => controller.abort(parent.reason);
  if (parent.aborted) follow();
  parent.addEventListener("abort", follow);
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer);
      parent.removeEventListener("abort", follow);
    },
  };
}
