// SPDX-License-Identifier: Apache-2.0
// The bridges and sinks of a process.

import { act } from "./actions.js";
import { button, byId, cell, el, keyed, setText, show } from "./dom.js";
import { NONE, ago, count, duration, rate } from "./words.js";

const STATES = {
  RUNNING: ["running", "good"],
  PAUSED: ["paused", "calm"],
  STOPPED: ["stopped", "calm"],
  RETRYING: ["retrying", "warning"],
  REPAIRING: ["repairing", "warning"],
  AT_RISK: ["at risk of losing changes", "bad"],
  CIRCUIT_OPEN: ["circuit open", "bad"],
  STUCK: ["stuck", "bad"],
  FAILED: ["failed for good", "bad"],
};

const name = (worker) => `${worker.module}/${worker.worker}`;

export class Workers {
  #rates = new Map();
  #onDone;
  #overview;
  #show = keyed(byId("workers"), name, () => this.#row());

  constructor(onDone) {
    this.#onDone = onDone;
  }

  /** Shows what a process said, beside what the same process said before. */
  show(overview, before) {
    this.#overview = overview;
    this.#rates = rates(overview, before);
    this.#show(overview.workers);
    show(byId("no-workers"), overview.workers.length === 0);
  }

  #row() {
    const title = el("th", { scope: "row" });
    const state = el("span", { class: "state" });
    const failure = el("small");
    const stateCell = cell("State");
    stateCell.append(state, failure);
    const numbers = ["Rate", "Lag", "Behind", "Carried", "Parked", "Retries"].map((label) => cell(label, "number"));
    const last = cell("Last change");
    const actions = cell("", "actions");
    const row = { worker: undefined };
    const pause = button("Pause", () => this.#act(row.worker, "pause"));
    const resume = button("Resume", () => this.#act(row.worker, "resume"));
    actions.append(pause, resume);
    return {
      node: el("tr", {}, title, stateCell, ...numbers, last, actions),
      update: (worker) => {
        row.worker = worker;
        setText(title, name(worker));
        const [text, tone] = STATES[worker.state] ?? [worker.state, "warning"];
        setText(state, text);
        state.className = `state ${tone}`;
        setText(failure, worker.lastFailure && tone !== "good" ? worker.lastFailure : "");
        this.#numbers(worker).forEach((number, index) => setText(numbers[index], number));
        setText(last, ago(worker.lastProgress, Date.parse(this.#overview.now)));
        const may = !worker.bridge && !this.#overview.readOnly;
        show(pause, may && worker.state !== "PAUSED");
        show(resume, may && (worker.state === "PAUSED" || worker.state === "CIRCUIT_OPEN"));
      },
    };
  }

  #numbers(worker) {
    return [
      rate(this.#rates.get(name(worker))),
      duration(worker.lag),
      worker.bridge ? NONE : count(worker.behind),
      count(worker.carried),
      worker.bridge ? NONE : count(worker.parked),
      count(worker.retries),
    ];
  }

  async #act(worker, action) {
    await act(worker, action, { process: this.#overview.process });
    this.#onDone();
  }
}

/** Changes a second, from what a process had carried when it was asked last. */
function rates(overview, before) {
  const seconds = before === undefined ? 0 : (Date.parse(overview.now) - Date.parse(before.now)) / 1000;
  const carried = new Map((before?.workers ?? []).map((worker) => [name(worker), worker.carried]));
  return new Map(
    overview.workers
      .filter((worker) => seconds > 0 && carried.has(name(worker)))
      .map((worker) => [name(worker), Math.max(0, worker.carried - carried.get(name(worker))) / seconds]),
  );
}
