// SPDX-License-Identifier: Apache-2.0
// What became of an item, version by version.

import { get, path, told } from "./api.js";
import { byId, choices, el, setText, show } from "./dom.js";
import { ago, count, moment } from "./words.js";

const PARTS = { NAME: "name", SCHEMA: "schema", DELETED: "deleted", EXPIRY: "expiry" };
const SIGNS = { ADDED: "+", CHANGED: "~", REMOVED: "−" };

export class History {
  #asked;
  #before = 0;

  constructor() {
    byId("history-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.open(byId("history-module").value, byId("history-item").value.trim());
    });
    byId("history-more").addEventListener("click", () => this.#read(this.#asked, this.#before));
  }

  about(overview) {
    choices(byId("history-module"), overview.modules.map((module) => module.name));
  }

  /** Shows an item's newest versions. */
  async open(module, item) {
    byId("history-module").value = module;
    byId("history-item").value = item;
    byId("history").replaceChildren();
    byId("history-title").scrollIntoView({ block: "start" });
    this.#asked = { module, item };
    await this.#read(this.#asked, 0);
  }

  async #read(asked, before) {
    setText(byId("history-note"), "Reading …");
    try {
      const timeline = await get(path("history", asked.module), { item: asked.item, before });
      if (asked === this.#asked) {
        this.#before = timeline.before;
        byId("history").append(...timeline.entries.map(entry));
        setText(byId("history-note"), byId("history").children.length === 0 ? `There is no version of ${asked.item}.` : "");
      }
    } catch (failure) {
      setText(byId("history-note"), `The history cannot be shown: ${told(failure)}.`);
    }
    show(byId("history-more"), this.#before > 0);
  }
}

function entry(version) {
  const title = el(
    "h3",
    {},
    `Version ${count(version.version)}`,
    version.deleted ? el("span", { class: "state calm" }, "deleted") : "",
    version.name === "" ? "" : el("span", { class: "quiet" }, version.name),
  );
  const when = el("time", { datetime: version.at, title: moment(version.at) }, ago(version.at, Date.now()));
  const who = el("p", { class: "quiet" }, when, ` by ${version.by}`, version.source === "" ? "" : ` through ${version.source}`);
  return el("li", {}, title, who, ...changes(version));
}

function changes(version) {
  const parts = version.parts.map((part) => PARTS[part] ?? part).sort();
  const nodes = [];
  if (parts.length > 0) {
    nodes.push(el("p", { class: "quiet" }, `Changed beside attributes: ${parts.join(", ")}`));
  }
  if (version.differences.length > 0) {
    nodes.push(el("dl", {}, ...version.differences.flatMap(difference)));
  }
  if (version.hidden > 0) {
    nodes.push(el("p", { class: "quiet" }, `… and ${count(version.hidden)} more`));
  }
  return nodes;
}

function difference({ path: where, kind, before, after }) {
  const values = el("dd");
  if (kind !== "ADDED") {
    values.append(el("del", {}, before));
  }
  if (kind !== "REMOVED") {
    values.append(el("ins", {}, after));
  }
  return [el("dt", { class: kind.toLowerCase() }, `${SIGNS[kind] ?? kind} ${where}`), values];
}
