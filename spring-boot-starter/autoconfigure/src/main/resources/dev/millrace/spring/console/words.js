// SPDX-License-Identifier: Apache-2.0
// Numbers and times as people say them.

const NUMBERS = new Intl.NumberFormat("en");
const MOMENTS = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
];

export const NONE = "–";

export const count = (number) => (number == null ? NONE : NUMBERS.format(number));

export function duration(milliseconds) {
  if (milliseconds == null) {
    return NONE;
  }
  const [unit, size] = UNITS.find(([, length]) => milliseconds >= length) ?? ["second", 1000];
  if (milliseconds < 1000) {
    return "under a second";
  }
  const amount = Math.floor(milliseconds / size);
  return `${amount} ${unit}${amount === 1 ? "" : "s"}`;
}

/** How long ago that was, by the clock of whoever says so. */
export const ago = (instant, now) => (instant == null ? NONE : `${duration(Math.max(0, now - Date.parse(instant)))} ago`);

export const moment = (instant) => MOMENTS.format(new Date(instant));

export function rate(perSecond) {
  if (perSecond == null) {
    return NONE;
  }
  return `${perSecond >= 10 || perSecond === 0 ? Math.round(perSecond) : perSecond.toFixed(1)}/s`;
}
