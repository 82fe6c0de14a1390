/** The sample shop: who is here, what they ordered, and the chat beside it. */

import { FAILURE, PAGE } from "./texts.js";
import { demoBuyers } from "./api.js";
import { Chat } from "./chat.js";
import { byId, el } from "./dom.js";
import { browser, randomId, tab } from "./store.js";
import { pause } from "./time.js";

const GUEST = "guest";
const RETRY = 3_000;

const narrow = matchMedia("(max-width: 759px)");
const title = document.title;
const chat = new Chat(() => countUnread());
let unread = 0;

function visitId() {
  const known = browser.get("visit");
  if (known) return known;
  const fresh = randomId();
  browser.set("visit", fresh);
  return fresh;
}

function choose(buyer, buyers) {
  const chosen = buyer?.buyer_id ?? GUEST;
  tab.set("buyer", chosen);
  browser.set("buyer", chosen);
  drawPeople(buyers, chosen);
  drawOrders(buyer);
  drawMe(buyer?.name ?? PAGE.guest);
  resetUnread();
  const visit = visitId();
  chat.open(buyer ? chosen : `${GUEST}.${visit}`, buyer ? { buyer_id: chosen } : { guest: visit });
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
        { type: "button", title: person.note ?? "", data: { buyer: person.buyer_id }, "aria-pressed": String(here) },
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

function drawMe(name) {
  byId("me").firstElementChild.textContent = name;
  byId("me").setAttribute("aria-label", PAGE.switchLabel(name));
}

function drawOrders(buyer) {
  const orders = buyer?.orders ?? [];
  byId("person-note").textContent = buyer?.note ?? "";
  byId("orders").replaceChildren(...orders.map(drawOrder));
  byId("no-orders").hidden = !buyer || orders.length > 0;
  byId("guest-orders").hidden = Boolean(buyer);
}

function drawOrder({ order_number: number, product, status_text: status }) {
  const ask = el("button", {
    type: "button",
    className: "ask",
    textContent: PAGE.ask,
    "aria-label": PAGE.askLabel(product, number),
  });
  ask.onclick = () => {
    setOpen(true);
    chat.suggest(PAGE.question(number));
  };
  return el(
    "li",
    {},
    el("div", {}, el("h3", { textContent: product }), el("p", { className: "number", textContent: number })),
    el("span", { className: "status", textContent: status }),
    ask,
  );
}

function setOpen(open) {
  byId("chat").hidden = !open;
  byId("launcher").hidden = open;
  byId("launcher").setAttribute("aria-expanded", String(open));
  tab.set("open", open);
  coverPage();
  if (open) resetUnread();
}

// On a phone the chat covers the shop: what is under it can be neither scrolled nor reached by the keyboard.
function coverPage() {
  const covered = narrow.matches && !byId("chat").hidden;
  byId("page").inert = covered;
  document.documentElement.classList.toggle("covered", covered);
}

function countUnread() {
  if (!document.hidden && !byId("chat").hidden) return;
  showUnread(unread + 1);
}

function resetUnread() {
  showUnread(0);
}

function showUnread(count) {
  unread = count;
  document.title = count ? PAGE.unread(count, title) : title;
  byId("badge").hidden = !count;
  byId("badge").textContent = count || "";
  byId("badge").setAttribute("aria-label", PAGE.unreadLabel(count));
}

async function readBuyers() {
  for (;;) {
    try {
      return await demoBuyers();
    } catch {
      byId("presence").textContent = FAILURE.noBuyers;
      await pause(RETRY, new AbortController().signal);
    }
  }
}

async function start() {
  byId("fold").onclick = () => {
    setOpen(false);
    byId("launcher").focus();
  };
  byId("me").onclick = () => {
    setOpen(false);
    byId("people").querySelector('[aria-pressed="true"]')?.focus();
  };
  byId("launcher").onclick = () => {
    setOpen(true);
    byId("say").focus();
  };
  byId("lightbox-close").onclick = () => byId("lightbox").close();
  byId("lightbox").onclick = (event) => event.target === byId("lightbox") && byId("lightbox").close();
  narrow.onchange = coverPage;
  document.addEventListener("visibilitychange", () => !document.hidden && !byId("chat").hidden && resetUnread());
  setOpen(tab.get("open") ?? true);
  const buyers = await readBuyers();
  const last = tab.get("buyer") ?? browser.get("buyer") ?? buyers[0]?.buyer_id;
  choose(buyers.find((buyer) => buyer.buyer_id === last) ?? null, buyers);
  await useClaim();
}

// A signed link to an order carries its claim in the fragment, which no server sees.
async function useClaim() {
  const claim = new URLSearchParams(location.hash.slice(1)).get("claim");
  if (!claim) return;
  history.replaceState(null, "", location.pathname + location.search);
  const number = await chat.claim(claim);
  if (number) chat.suggest(PAGE.question(number));
}

start();
