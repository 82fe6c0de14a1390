/** Choosing the widget's language. */

import { en } from "./en.js";
import { type Texts, zhCN } from "./zh-CN.js";
import { zhTW } from "./zh-TW.js";

export type { Texts };

/** The texts for a language tag such as "zh-CN", "zh-Hant-HK" or "en-GB"; simplified Chinese for any other. */
export function textsFor(tag: string): Texts {
  if (/^en\b/i.test(tag)) return en;
  return /^zh-(hant|tw|hk|mo)\b/i.test(tag) ? zhTW : zhCN;
}
