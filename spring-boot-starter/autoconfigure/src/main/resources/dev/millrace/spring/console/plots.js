// SPDX-License-Identifier: Apache-2.0
// Lag as lines over time.

import uPlot from "./uplot.js";
import { byId, show } from "./dom.js";
import { NONE, count, inShort, timeOfDay } from "./words.js";

const HEIGHT = 220;
const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3]];
const COLOURS = 6;
/** A plot of less than so many seconds shows them. */
const SHORT = 600;

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const isShort = (plot) => plot.scales.x.max - plot.scales.x.min < SHORT;

/** The places of values that have no line to be part of. */
function alone(plot, series) {
  const values = plot.data[series];
  return [...values.keys()].filter((at) => values[at] != null && values[at - 1] == null && values[at + 1] == null);
}

const latest = (values) => values.findLast((value) => value != null);

class Plot {
  #node;
  #unit;
  #plot;
  #shape = "";

  constructor(node, unit) {
    this.#node = node;
    this.#unit = unit;
    new ResizeObserver(() => this.#plot?.setSize(this.#size())).observe(node);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => (this.#shape = ""));
  }

  #size() {
    return { width: Math.max(200, this.#node.clientWidth), height: HEIGHT };
  }

  show(times, lines) {
    const data = [times, ...lines.map((line) => line.values)];
    const shape = lines.map((line) => line.label).join("\n");
    if (this.#plot === undefined || this.#shape !== shape) {
      this.#plot?.destroy();
      this.#plot = new uPlot(this.#options(lines), data, this.#node);
      this.#shape = shape;
    } else {
      this.#plot.setData(data);
    }
    this.#node.setAttribute("aria-label", this.#inWords(lines));
  }

  #options(lines) {
    const axis = { stroke: colour("--quiet"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
    return {
      ...this.#size(),
      scales: { y: { range: (plot, least, most) => [0, Math.max(1, most) * 1.1] } },
      axes: [
        { ...axis, space: 80, values: (plot, ticks) => ticks.map((tick) => timeOfDay(tick * 1000, isShort(plot))) },
        { ...axis, size: 60, values: (plot, ticks) => ticks.map(inShort) },
      ],
      series: [
        { label: "At", value: (plot, time) => (time == null ? "latest" : timeOfDay(time * 1000, true)) },
        ...lines.map((line, index) => this.#line(line, index)),
      ],
      cursor: { drag: { x: false, y: false } },
    };
  }

  #line(line, index) {
    return {
      label: line.label,
      stroke: colour(`--plot-${index % COLOURS}`),
      dash: DASHES[Math.floor(index / COLOURS) % DASHES.length],
      width: 2,
      points: { size: 5, fill: colour(`--plot-${index % COLOURS}`), filter: alone },
      value: (plot, value, series, index) => this.#text(index == null ? latest(plot.data[series]) : value),
    };
  }

  #inWords(lines) {
    return lines.map((line) => `${line.label}: ${this.#text(latest(line.values))}`).join(", ");
  }

  #text(value) {
    return value == null ? NONE : `${count(value)}${this.#unit}`;
  }
}

export class Plots {
  #lag = new Plot(byId("lag-plot"), " s");
  #behind = new Plot(byId("behind-plot"), "");

  show({ times, series }) {
    const isEmpty = times.length === 0 || series.length === 0;
    show(byId("no-readings"), isEmpty);
    show(byId("lag-plot").parentElement.parentElement, !isEmpty);
    if (isEmpty) {
      return;
    }
    const label = (one) => `${one.module}/${one.worker}`;
    const seconds = (values) => values.map((value) => (value == null ? null : value / 1000));
    this.#lag.show(times, series.map((one) => ({ label: label(one), values: seconds(one.lags) })));
    const sinks = series.filter((one) => one.worker !== "bridge");
    this.#behind.show(times, sinks.map((one) => ({ label: label(one), values: one.behind })));
  }
}
