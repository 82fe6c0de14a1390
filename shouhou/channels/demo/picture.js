/** Pictures and files in the conversation. */

import { FILES } from "./texts.js";
import { address } from "./api.js";
import { byId, el, icon } from "./dom.js";

/** A file that has not left yet: its picture, or its name. */
export function localPicture(file) {
  if (!file.type.startsWith("image/")) return fileLine(file.name);
  const source = URL.createObjectURL(file);
  const image = el("img", { src: source, alt: file.name });
  const frame = enlargeable(image);
  image.onerror = () => frame.replaceWith(fileLine(file.name));
  return frame;
}

/**
 * What a message's address shows. A signed address lives ten minutes, and may lead to a film or a paper:
 * when it does not load as a picture, the file is fetched in the buyer's own name.
 * @param {(path: string) => Promise<Response>} open a call with the buyer's token
 */
export function remotePicture(url, open) {
  const source = address(url);
  if (!/^https?:$/.test(source.protocol)) return fileLine(FILES.lost);
  const image = el("img", { src: source.href, alt: FILES.image });
  const frame = enlargeable(image);
  image.onerror = async () => {
    image.onerror = () => frame.replaceWith(fileLine(FILES.lost));
    const blob = await ownFile(source, open);
    if (blob?.type.startsWith("image/")) image.src = URL.createObjectURL(blob);
    else frame.replaceWith(blob ? fileLink(blob) : fileLine(FILES.lost));
  };
  return frame;
}

async function ownFile(source, open) {
  if (source.origin !== address("").origin) return null; // the token goes to no other server
  try {
    const response = await open(source.pathname);
    return response.ok ? await response.blob() : null;
  } catch {
    return null;
  }
}

function enlargeable(image) {
  const button = el("button", { type: "button", className: "picture", "aria-label": FILES.enlarge }, image);
  button.onclick = () => {
    byId("lightbox-image").src = image.src;
    byId("lightbox").showModal();
  };
  return button;
}

function fileLink(blob) {
  const words = FILES.open[blob.type] ?? FILES.openOther;
  return el(
    "a",
    { className: "file", href: URL.createObjectURL(blob), target: "_blank", rel: "noopener" },
    icon("file"),
    words,
  );
}

function fileLine(words) {
  return el("span", { className: "file" }, icon("file"), words);
}
