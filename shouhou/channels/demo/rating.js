/** The little sheet that asks how it went. */

import { FAILURE, RATING } from "./texts.js";
import { byId } from "./dom.js";

const CLOSES_AFTER = 1_600;

/** Wire the sheet. `submit({score, comment?})` gives the answer of the server, as Client.ask does. */
export function wireRating(submit) {
  const [sheet, form, opener, word, button] = ["rating", "rating-form", "rate", "rating-word", "rating-send"].map(
    byId,
  );
  const close = () => {
    if (!sheet.open) return;
    sheet.close();
    opener.focus();
  };
  opener.onclick = () => {
    form.reset();
    button.disabled = true;
    word.textContent = "";
    sheet.show();
    form.elements.score[0].focus();
  };
  byId("rating-close").onclick = close;
  sheet.onkeydown = (event) => event.key === "Escape" && close();
  form.onchange = () => {
    const score = form.elements.score.value;
    button.disabled = !score;
    word.textContent = RATING.words[score] ?? "";
  };
  form.onsubmit = async (event) => {
    event.preventDefault();
    button.disabled = true;
    const done = await accepted(submit, body(form));
    word.textContent = done ? RATING.thanks : FAILURE.rating;
    if (done) setTimeout(close, CLOSES_AFTER);
    else button.disabled = false;
  };
  return close;
}

function body(form) {
  const comment = byId("comment").value.trim();
  return { score: Number(form.elements.score.value), ...(comment && { comment }) };
}

async function accepted(submit, rating) {
  try {
    return (await submit(rating)).status === 204;
  } catch {
    return false;
  }
}
