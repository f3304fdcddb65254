// Numbers as Python's `reportgen.numbers` writes them.
const EXACT = 2 ** 53;
const PREFIXES = ["", "k", "M", "G", "T", "P", "E", "Z", "Y", "R", "Q"];

const commas = (number) => {
  const [whole, ...rest] = String(number).split(".");
  return [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...rest].join(".");
};

// To so many decimals, a tie to the even digit; toFixed alone takes a tie away from zero.
const even = (value, digits) => {
  const text = value.toFixed(digits);
  const long = value.toFixed(min(100, digits + 30));
  const rest = long.length - min(30, 100 - digits);
  if (!/^50*$/.test(long.slice(rest)) || !/[13579]$/.test(text)) return text;
  return long.slice(0, rest).replace(/\.$/, "");
};

const scientific = (value, decimals) => value.toExponential(decimals).split("e");

// Past 2^53 a double skips whole numbers: fifteen digits are what it holds.
const rounded = (value) => {
  const [digits, power] = scientific(value, 14);
  if (power > 29) return `≈ ${value.toExponential(4).replace("e+", " × 10^")}`;
  return `≈ ${commas(digits.replace(".", "").padEnd(Number(power) + (value < 0 ? 2 : 1), "0"))}`;
};

const grouped = (value) => {
  if (typeof value === "string") return value;
  if (abs(value) > EXACT) return rounded(value);
  if (Number.isInteger(value)) return commas(value);
  const places = min(max(4, 3 - scientific(value, 3)[1]), 15);
  return commas(even(value, places)).replace(/\.?0+$/, "");
};

const significant = (value, digits) => {
  const places = digits - 1 - scientific(value, digits - 1)[1];
  return places < 0 ? value.toPrecision(digits) : even(value, min(places, 100));
};

// A share as the template has it, for its bar.
const tenDigits = (value) => significant(value, 10).replace(/\.?0+$/, "");

const plain = (value) => {
  if (typeof value === "string" || Number.isInteger(value)) return grouped(value);
  return grouped(Number(abs(value) < 1e6 ? significant(value, 6) : even(value, 0)));
};

const si = (value, unit = "") => {
  const [digits, exponent] = scientific(value, 3);
  const step = max(0, min(10, floor(exponent / 3)));
  const places = max(0, 3 - max(0, exponent - 3 * step));
  const size = step ? Number(`${digits}e${exponent - 3 * step}`) : value;
  const text = step || !Number.isInteger(value) ? size.toFixed(places) : commas(value);
  return `${text} ${PREFIXES[step]}${unit}`.trimEnd();
};

// The point moves in the text, so that 100 times a double rounds nothing.
const hundredfold = (text) => text.replace(/\.(..)/, "$1.").replace(/^(-?)0{1,2}(?=\d)|\.$/g, "$1");

// A number in one of the styles of a sentence: #,##0.0 and the like.
const styled = (value, style) => {
  if (typeof value === "string") return value;
  if (style === ",T") {
    // Past 1e22 the quotient, a double, does not hold the last of three decimals.
    const full = abs(value) < 1e15 || abs(value) > 1e22;
    return full ? styled(value, "#,##0") : `${styled(value / 1e12, "#,##0.000")} T`;
  }
  const [, group, places = "", share] = /^(#,##)?0(?:\.(0+))?(%)?$/.exec(style);
  const fixed = () => share ? hundredfold(value.toFixed(places.length + 2)) : value.toFixed(places.length);
  const text = abs(value) > EXACT ? rounded(share ? 100 * value : value) : fixed();
  return (group ? commas(text) : text).replace(/^-(?=[0.]*$)/, "") + (share ? " %" : "");
};

const percent = (value, style = "0.00%") => styled(value, style);
