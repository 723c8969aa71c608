// SPDX-License-Identifier: Apache-2.0
// Has something done: asks first where that cannot be undone, and says what came of it.

import { Refused, path, post, told } from "./api.js";
import { byId, el, setText } from "./dom.js";
import { count } from "./words.js";

const OTHER_PROCESS = 421;
const TRIES = 20;

/** Resolves to whether people said yes. */
export function confirmed(question, yes) {
  const no = el("button", { value: "no" }, "Cancel");
  const buttons = el("menu", {}, no, el("button", { id: "question-yes", value: "yes" }, yes));
  const text = el("p", { id: "question-text" }, question);
  const dialog = el("dialog", { id: "question", "aria-labelledby": text.id }, el("form", { method: "dialog" }, text, buttons));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) =>
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    }),
  );
}

/** Has a sink do something; resolves when it has, or people were told that it has not. */
export async function act(worker, action, order) {
  const name = `${worker.module}/${worker.worker}`;
  setText(byId("done"), `${name}: ${action} …`);
  try {
    const done = await attempt(path("sinks", worker.module, worker.worker, action), order, TRIES);
    const items = action === "redrive" || action === "discard" ? ` (items: ${count(done.items)})` : "";
    setText(byId("done"), `${name}: ${action} done${items}.`);
  } catch (failure) {
    setText(byId("done"), `${name}: ${action} refused: ${told(failure)}.`);
  }
}

/** Behind one address there may be several processes, and only one of them is meant. */
async function attempt(where, order, tries) {
  try {
    return await post(where, order);
  } catch (failure) {
    if (failure instanceof Refused && failure.status === OTHER_PROCESS && tries > 1) {
      return attempt(where, order, tries - 1);
    }
    throw failure;
  }
}
