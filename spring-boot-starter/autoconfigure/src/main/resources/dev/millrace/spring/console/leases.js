// SPDX-License-Identifier: Apache-2.0
// Who reads which shard, in all processes.

import { get, told } from "./api.js";
import { byId, cell, el, keyed, setText } from "./dom.js";
import { NONE, ago } from "./words.js";

const ENDED = "SHARD_END";

const showLeases = keyed(byId("leases"), (lease) => `${lease.module}/${lease.shard}`, row);

function row() {
  const cells = ["Module", "Shard", "Held by", "Carried up to", "Checkpoint"].map((label) => cell(label));
  cells[1].className = "code";
  cells[4].className = "code";
  return {
    node: el("tr", {}, ...cells),
    update: (lease) =>
      [lease.module, lease.shard, lease.owner || "nobody", ago(lease.carriedUpTo, Date.now()), lease.checkpoint || NONE].forEach(
        (text, index) => setText(cells[index], text),
      ),
  };
}

export async function refreshLeases() {
  const note = byId("leases-note");
  try {
    const leases = await get("leases");
    const open = leases.filter((lease) => lease.checkpoint !== ENDED);
    showLeases(open);
    setText(note, inWords(leases.length, open.length));
  } catch (failure) {
    setText(note, `The leases cannot be read: ${told(failure)}.`);
  }
}

function inWords(all, open) {
  if (all === 0) {
    return "No bridge runs here, or it has no lease yet.";
  }
  return all > open ? `Beside ${all - open} shards that have ended and are carried.` : "";
}
