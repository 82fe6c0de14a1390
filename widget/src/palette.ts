/** The shop's colour, made readable: whatever it is, texts on it and in it keep a contrast of 4.5 to 1 (WCAG AA). */

type Rgb = [number, number, number];

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
const AA = 4.6; // a hair above 4.5, for rounding
const LIGHT_PAPER: Rgb = [245, 247, 245];
const DARK_PAPER: Rgb = [32, 43, 39];

/** Custom properties for a CSS colour on light or dark paper; empty for what is no colour. */
export function palette(colour: string, dark: boolean): Record<string, string> {
  const base = read(colour);
  if (!base) return {};
  // White writing where it can be had by little: a bright green darkens, a yellow gets black writing.
  const ink = contrast(base, WHITE) >= 3 ? WHITE : BLACK;
  const accent = towards(base, ink === WHITE ? BLACK : WHITE, ink);
  const text = towards(base, dark ? WHITE : BLACK, dark ? DARK_PAPER : LIGHT_PAPER);
  const soft = mix(dark ? DARK_PAPER : WHITE, base, 0.14);
  return {
    "--accent": css(accent),
    "--mine": css(accent),
    "--accent-ink": css(ink),
    "--mine-ink": css(ink),
    "--accent-text": css(towards(text, dark ? WHITE : BLACK, soft)),
    "--accent-soft": css(soft),
  };
}

function read(colour: string): Rgb | null {
  const context = document.createElement("canvas").getContext("2d");
  if (!context || !CSS.supports("color", colour)) return null;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return [red ?? 0, green ?? 0, blue ?? 0];
}

function towards(colour: Rgb, end: Rgb, against: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.04) {
    const mixed = mix(colour, end, share);
    if (contrast(mixed, against) >= AA) return mixed;
  }
  return end;
}

const mix = (from: Rgb, to: Rgb, share: number): Rgb =>
  from.map((part, index) => Math.round(part + ((to[index] ?? 0) - part) * share)) as Rgb;

const css = ([red, green, blue]: Rgb): string => `rgb(${red} ${green} ${blue})`;

function contrast(first: Rgb, second: Rgb): number {
  const [light, dark] = [luminance(first), luminance(second)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
