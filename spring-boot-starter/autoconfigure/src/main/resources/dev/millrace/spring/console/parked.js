// SPDX-License-Identifier: Apache-2.0
// Items that a sink could not take, and what to do about them.

import { act, confirmed } from "./actions.js";
import { get, path, told } from "./api.js";
import { button, byId, cell, choices, el, keyed, setText, show } from "./dom.js";
import { ago, count } from "./words.js";

const FORBIDDEN = 403;
const PAGE = 50;

export class Parked {
  #onHistory;
  #readOnly = true;
  #ownTenant = "";
  #asked;
  #items = [];
  #next = "";
  #show = keyed(byId("parked"), (parked) => parked.item, () => this.#row());

  constructor(onHistory) {
    this.#onHistory = onHistory;
    byId("parked-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.load();
    });
    byId("parked-sink").addEventListener("change", () => this.load());
    byId("parked-more").addEventListener("click", () => this.#more());
    byId("redrive-all").addEventListener("click", () => this.#redriveAll());
  }

  /** Takes over what the application is; asks for its first sink's items when it first hears of it. */
  about(overview) {
    this.#readOnly = overview.readOnly;
    this.#ownTenant = overview.tenant;
    const known = overview.modules.flatMap((module) => module.sinks.map((sink) => `${module.name}/${sink}`));
    const running = overview.workers.filter((worker) => !worker.bridge).map((worker) => `${worker.module}/${worker.worker}`);
    choices(byId("parked-sink"), [...new Set([...running, ...known])]);
  }

  /** Shows the first page of what the form asks for. */
  async load() {
    const [module, worker] = byId("parked-sink").value.split("/");
    if (worker === undefined) {
      setText(byId("parked-note"), "This application knows no sink.");
      return;
    }
    this.#asked = { module, worker, tenant: byId("parked-tenant").value.trim() };
    await this.#read(this.#asked, "");
  }

  /** Shows it anew, unless people have turned the page. */
  async refresh() {
    if (this.#asked === undefined) {
      await this.load();
    } else if (this.#items.length <= PAGE) {
      await this.#read(this.#asked, "");
    }
  }

  #more() {
    return this.#read(this.#asked, this.#next);
  }

  async #read(asked, after) {
    try {
      const page = await get(path("parked", asked.module, asked.worker), { tenant: asked.tenant, after });
      if (asked === this.#asked) {
        this.#items = after === "" ? page.items : [...this.#items, ...page.items];
        this.#next = page.next;
        this.#shown(this.#items.length === 0 ? "Nothing is parked." : "");
      }
    } catch (failure) {
      if (failure.status === FORBIDDEN && asked.tenant === "" && this.#ownTenant !== "") {
        byId("parked-tenant").value = this.#ownTenant;
        await this.load();
        return;
      }
      this.#items = [];
      this.#next = "";
      this.#shown(`The parked items cannot be shown: ${told(failure)}.`);
    }
  }

  #shown(note) {
    this.#show(this.#items);
    setText(byId("parked-note"), note);
    show(byId("parked-more"), this.#next !== "");
    show(byId("redrive-all"), !this.#readOnly && this.#items.length > 0);
  }

  #row() {
    const row = { parked: undefined };
    const item = button("", () => this.#onHistory(this.#asked.module, row.parked.item));
    item.className = "link code";
    const title = el("th", { scope: "row" }, item);
    const cells = [cell("Since", "when"), ...["Version", "Attempts", "Changes"].map((label) => cell(label, "number")), cell("Cause")];
    const actions = cell("", "actions");
    const redrive = button("Redrive", () => this.#act("redrive", row.parked));
    const discard = button("Discard", () => this.#discard(row.parked));
    const waiting = el("span", {}, "redrive asked for");
    actions.append(waiting, redrive, discard);
    return {
      node: el("tr", {}, title, ...cells, actions),
      update: (parked) => {
        row.parked = parked;
        setText(item, parked.item);
        const texts = [ago(parked.parkedAt, Date.now()), ...[parked.version, parked.attempts, parked.changes].map(count), parked.cause];
        texts.forEach((text, index) => setText(cells[index], text));
        show(waiting, parked.redriving);
        show(redrive, !this.#readOnly && !parked.redriving);
        show(discard, !this.#readOnly && !parked.redriving);
      },
    };
  }

  async #act(action, parked) {
    await act(this.#asked, action, { item: parked.item });
    await this.load();
  }

  async #discard(parked) {
    const question = `Throw away what is parked of ${parked.item} (changes: ${count(parked.changes)})? The sink will never see it.`;
    if (await confirmed(question, "Discard")) {
      await this.#act("discard", parked);
    }
  }

  async #redriveAll() {
    const { module, worker, tenant } = this.#asked;
    const whose = tenant === "" ? "every tenant" : `the tenant ${tenant}`;
    if (await confirmed(`Redrive all that is parked for ${module}/${worker} of ${whose}?`, "Redrive")) {
      await act(this.#asked, "redrive", { tenant });
      await this.load();
    }
  }
}
