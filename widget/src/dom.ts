/** Small helpers for drawing. Text only ever becomes text nodes, so nothing a message holds is read as markup. */

import { ICONS, type IconName } from "./icons.js";

const SVG = "http://www.w3.org/2000/svg";

type Child = Node | string | null;
type Props = { [name: string]: unknown; data?: Record<string, string> };

/**
 * Make an element. `props` are properties to set; `data` fills the dataset, `role`, `aria-*`, `for` and `part` become
 * attributes. Null children are skipped.
 */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "data") Object.assign(node.dataset, value);
    else if (/^(role|part|aria-.*)$/.test(name)) node.setAttribute(name, String(value));
    else (node as unknown as Record<string, unknown>)[name] = value;
  }
  node.append(...children.filter((child): child is Node | string => child !== null));
  return node;
}

/** An icon, hidden from screen readers. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button with an icon and a name for those who do not see it. */
export function iconButton(name: IconName, label: string, className: string): HTMLButtonElement {
  return el("button", { type: "button", className, "aria-label": label, title: label }, icon(name));
}
