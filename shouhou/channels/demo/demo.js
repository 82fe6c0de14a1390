/** The sample shop: who is here, and what they ordered. The chat is the widget, as any shop would embed it. */

const PAGE = {
  guest: "访客",
  guestNote: "没有登录的人",
  ask: "问这单",
  askLabel: (product, number) => `问这单：${product}，订单号 ${number}`,
  question: (number) => `订单 ${number} `,
  unread: (count, title) => `(${count}) ${title}`,
  noBuyers: "演示买家没有读到，正在重试…",
  chat: "青禾小铺售后",
};
const GUEST = "guest";
const RETRY = 3_000;

const title = document.title;
const byId = (id) => document.getElementById(id);

/** Kept for this browser, or for this tab; a page without storage only forgets. */
const kept = (area) => ({
  get(key) {
    try {
      return globalThis[area].getItem(`demo.${key}`);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      globalThis[area].setItem(`demo.${key}`, value);
    } catch {
      // Nothing is kept then.
    }
  },
});
const browser = kept("localStorage");
const tab = kept("sessionStorage");

/** Make an element; text only ever becomes text. */
function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("aria-") || name.startsWith("data-")) node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children);
  return node;
}

function visitId() {
  const known = browser.get("visit");
  if (known) return known;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const fresh = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  browser.set("visit", fresh);
  return fresh;
}

/** A token for whoever is chosen, from the demo's own server; a real shop's server signs its own. */
async function tokenFor(claim) {
  const response = await fetch("/webhooks/widget/demo/token", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(claim),
  });
  if (!response.ok) throw new Error(`token: ${response.status}`);
  return (await response.json()).token;
}

/** Talk as this buyer, or as a guest; returns the widget. */
function choose(buyer, buyers) {
  const chosen = buyer?.buyer_id ?? GUEST;
  tab.set("buyer", chosen);
  browser.set("buyer", chosen);
  drawPeople(buyers, chosen);
  drawOrders(buyer);
  const claim = buyer ? { buyer_id: chosen } : { guest: visitId() };
  const narrow = matchMedia("(max-width: 759px)").matches;
  return window.ShouhouWidget.init({ token: () => tokenFor(claim), title: PAGE.chat, open: !narrow });
}

function drawPeople(buyers, chosen) {
  const people = byId("people");
  const focused = people.contains(document.activeElement);
  const guest = { buyer_id: GUEST, name: PAGE.guest, note: PAGE.guestNote };
  people.replaceChildren(
    ...[...buyers, guest].map((person) => {
      const here = person.buyer_id === chosen;
      const button = el(
        "button",
        { type: "button", title: person.note ?? "", "data-buyer": person.buyer_id, "aria-pressed": String(here) },
        el("span", { className: "initial", "aria-hidden": "true", textContent: [...person.name][0] ?? "" }),
        el("span", { textContent: person.name }),
      );
      button.onclick = () => choose(person === guest ? null : person, buyers);
      return button;
    }),
  );
  const here = people.querySelector('[aria-pressed="true"]');
  if (focused) here.focus();
  here?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function drawOrders(buyer) {
  const orders = buyer?.orders ?? [];
  byId("person-note").textContent = buyer?.note ?? "";
  byId("orders").replaceChildren(...orders.map(drawOrder));
  byId("no-orders").hidden = !buyer || orders.length > 0;
  byId("guest-orders").hidden = Boolean(buyer);
}

function drawOrder({ order_number: number, product, status_text: status }) {
  const label = PAGE.askLabel(product, number);
  const ask = el("button", { type: "button", className: "ask", textContent: PAGE.ask, "aria-label": label });
  ask.onclick = () => document.querySelector("shouhou-widget").suggest(PAGE.question(number));
  return el(
    "li",
    {},
    el(
      "div",
      {},
      el("h3", { textContent: product }),
      el("p", { className: "number", textContent: number }),
    ),
    el("span", { className: "status", textContent: status }),
    ask,
  );
}

async function readBuyers() {
  for (;;) {
    try {
      const response = await fetch("/webhooks/widget/demo/buyers");
      if (response.ok) return await response.json();
    } catch {
      // Said below, and tried again.
    }
    byId("person-note").textContent = PAGE.noBuyers;
    await new Promise((resolve) => setTimeout(resolve, RETRY));
  }
}

// A signed link to an order carries its claim in the fragment, which no server sees.
async function useClaim(widget) {
  const claim = new URLSearchParams(location.hash.slice(1)).get("claim");
  if (!claim) return;
  history.replaceState(null, "", location.pathname + location.search);
  const number = await widget.claim(claim);
  if (number) widget.suggest(PAGE.question(number));
}

async function start() {
  const [buyers] = await Promise.all([readBuyers(), customElements.whenDefined("shouhou-widget")]);
  const last = tab.get("buyer") ?? browser.get("buyer") ?? buyers[0]?.buyer_id;
  const widget = choose(buyers.find((buyer) => buyer.buyer_id === last) ?? null, buyers);
  widget.addEventListener("unread", ({ detail: { count } }) => {
    document.title = count ? PAGE.unread(count, title) : title;
  });
  await useClaim(widget);
}

start();
