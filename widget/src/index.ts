/** The script tag: defines <shouhou-widget>, and puts one on the page where the tag carries a token. */

import { type Options, ShouhouWidget } from "./element.js";

const TAG = "shouhou-widget";
const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : null;
const home = new URL(".", script?.src || location.href);

/** Put the widget on the page, or set the one that is there up anew. Returns it: its events are `opened`, `closed`, `message`, `unread`. */
function init(options: Options): ShouhouWidget {
  const known = document.querySelector<ShouhouWidget>(TAG);
  const widget = known ?? (document.createElement(TAG) as ShouhouWidget);
  const server = options.server ? new URL(options.server.replace(/\/?$/, "/"), location.href) : home;
  widget.configure(options, server);
  if (!known) whenReady(() => document.body.append(widget));
  return widget;
}

function whenReady(act: () => void): void {
  if (document.body) act();
  else document.addEventListener("DOMContentLoaded", act, { once: true });
}

if (!customElements.get(TAG)) {
  customElements.define(TAG, ShouhouWidget);
  Object.assign(window, { ShouhouWidget: { init } });
  const data = script?.dataset;
  if (data?.token) {
    const { token, server, title, color, lang } = data;
    init({ token, server, title, color, lang, sound: data.sound !== undefined && data.sound !== "false" });
  }
}
