// SPDX-License-Identifier: Apache-2.0
// Numbers and times as people say them.

const NUMBERS = new Intl.NumberFormat("en");
const MOMENTS = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const COMPACT = new Intl.NumberFormat("en", { notation: "compact" });
const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const TIMES = new Intl.DateTimeFormat(undefined, TIME);
const SECONDS = new Intl.DateTimeFormat(undefined, { ...TIME, second: "2-digit" });
const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
];

export const NONE = "–";

export const count = (number) => (number == null ? NONE : NUMBERS.format(number));

const inUnits = (amount, unit) => `${amount} ${unit}${amount === 1 ? "" : "s"}`;

/** A length of time in its largest unit. */
function roughly(milliseconds) {
  const [unit, size] = UNITS.find(([, length]) => milliseconds >= length) ?? UNITS.at(-1);
  return inUnits(Math.floor(milliseconds / size), unit);
}

/** A length of time in its two largest units. */
export function duration(milliseconds) {
  if (milliseconds == null) {
    return NONE;
  }
  if (milliseconds < 1000) {
    return `${milliseconds} ms`;
  }
  if (milliseconds < 60_000) {
    return `${(milliseconds / 1000).toFixed(1)} seconds`;
  }
  const largest = UNITS.findIndex(([, length]) => milliseconds >= length);
  const [next, size] = UNITS[largest + 1];
  const rest = Math.floor((milliseconds % UNITS[largest][1]) / size);
  return `${roughly(milliseconds)}${rest === 0 ? "" : ` ${inUnits(rest, next)}`}`;
}

/** How long ago something was. */
export const before = (milliseconds) => (milliseconds < 1000 ? "just now" : `${roughly(milliseconds)} ago`);

/** How long ago that moment was, by the clock of whoever says so. */
export const ago = (instant, now) => (instant == null ? NONE : before(now - Date.parse(instant)));

export const moment = (instant) => MOMENTS.format(new Date(instant));

export const inShort = (number) => COMPACT.format(number);

export const timeOfDay = (milliseconds, withSeconds) => (withSeconds ? SECONDS : TIMES).format(new Date(milliseconds));

export function rate(perSecond) {
  if (perSecond == null) {
    return NONE;
  }
  return `${perSecond >= 10 || perSecond === 0 ? Math.round(perSecond) : perSecond.toFixed(1)}/s`;
}
