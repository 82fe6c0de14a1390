/** The widget API as one speaker sees it: token, calls, uploads. */

const ROOT = new URL("..", import.meta.url); // this file is served from …/widget/demo/
const PATIENCE = 30_000;
const UPLOAD_PATIENCE = 180_000;

/** An address of the widget API; what the server sends as an image's address may be relative to it. */
export const address = (path) => new URL(path, ROOT);

/**
 * Buyers to choose from.
 * @returns {Promise<Array<{buyer_id: string, name: string, note: string, orders: Array}>>}
 * @throws when the server does not answer, or serves no demo
 */
export async function demoBuyers() {
  const response = await fetch(address("demo/buyers"));
  if (!response.ok) throw new Error(`demo buyers: ${response.status}`);
  return response.json();
}

/** Calls in the name of one speaker, until `signal` ends the session. */
export class Client {
  #claim;
  #token = null;

  /**
   * @param {{buyer_id: string} | {guest: string}} claim whom the demo server makes a token for
   * @param {AbortSignal} signal
   */
  constructor(claim, signal) {
    this.#claim = claim;
    this.signal = signal;
  }

  /**
   * Ask and read the whole answer.
   * @returns {Promise<{status: number, retryAfter: string|null, data: any}>} data is null unless JSON
   * @throws on network failure, after 30 s of silence, or when the session ends
   */
  async ask(path, init = {}) {
    const limit = deadline(PATIENCE, this.signal);
    try {
      const response = await this.open(path, { ...init, signal: limit.signal });
      return {
        status: response.status,
        retryAfter: response.headers.get("Retry-After"),
        data: json(await response.text()),
      };
    } finally {
      limit.end();
    }
  }

  /** POST a JSON body; answers as `ask` does. */
  post(path, body) {
    return this.ask(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  /** A response whose body the caller reads. A refused token is replaced once. */
  async open(path, init = {}) {
    return this.#withToken(
      (token) =>
        fetch(address(path), {
          signal: this.signal,
          ...init,
          headers: { ...init.headers, Authorization: `Bearer ${token}` },
        }),
      (response) => response.status,
    );
  }

  /**
   * Upload a file; fetch cannot tell how far an upload is, hence XMLHttpRequest.
   * @param {(share: number) => void} onProgress 0 to 1
   */
  upload(file, onProgress) {
    return this.#withToken(
      (token) => this.#send(file, token, onProgress),
      (answer) => answer.status,
    );
  }

  async #withToken(call, statusOf) {
    for (let renewed = false; ; renewed = true) {
      this.#token ??= this.#fetchToken();
      const used = this.#token;
      const answer = await call(await used);
      if (statusOf(answer) !== 401 || renewed) return answer;
      if (this.#token === used) this.#token = null;
    }
  }

  #fetchToken() {
    const token = this.#readToken();
    token.catch(() => {
      if (this.#token === token) this.#token = null;
    });
    return token;
  }

  async #readToken() {
    const limit = deadline(PATIENCE, this.signal);
    try {
      const response = await fetch(address("demo/token"), {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(this.#claim),
        signal: limit.signal,
      });
      if (!response.ok) throw new Error(`token: ${response.status}`);
      return (await response.json()).token;
    } finally {
      limit.end();
    }
  }

  #send(file, token, onProgress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const form = new FormData();
      form.append("file", file, file.name);
      request.open("POST", address("files"));
      request.setRequestHeader("Authorization", `Bearer ${token}`);
      request.timeout = UPLOAD_PATIENCE;
      request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
      request.onload = () =>
        resolve({
          status: request.status,
          retryAfter: request.getResponseHeader("Retry-After"),
          data: json(request.responseText),
        });
      request.onerror = request.ontimeout = request.onabort = () => reject(new TypeError("upload failed"));
      this.signal.addEventListener("abort", () => request.abort(), { once: true });
      request.send(form);
    });
  }
}

function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function deadline(milliseconds, parent) {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new DOMException("no answer in time", "TimeoutError")),
    milliseconds,
  );
  const follow = () => controller.abort(parent.reason);
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
