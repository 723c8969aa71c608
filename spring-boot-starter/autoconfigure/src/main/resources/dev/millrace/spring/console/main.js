// SPDX-License-Identifier: Apache-2.0
// The page: asks who asks, then shows and refreshes its sections.

import { Refused, get, hasToken, signIn, signOut, told } from "./api.js";
import { byId, choices, setText, show } from "./dom.js";
import { History } from "./history.js";
import { refreshLeases } from "./leases.js";
import { Parked } from "./parked.js";
import { Plots } from "./plots.js";
import { Refresh } from "./refresh.js";
import { before, moment } from "./words.js";
import { Workers } from "./workers.js";

const UNKNOWN = 401;
const FORBIDDEN = 403;
const STALE_AFTER = 3;
const SLOW_EVERY = 6;
const FORGOTTEN_AFTER = 60_000;

const refresh = new Refresh(ask);
const workers = new Workers(() => refresh.now());
const plots = new Plots();
const history = new History();
const parked = new Parked((module, item) => history.open(module, item));

/** What each process said last, and before that; of several behind one address, any may answer. */
const processes = new Map();
let rounds = 0;
let lastFailure = "";

async function ask() {
  try {
    const overview = await get("overview");
    lastFailure = "";
    heard(overview);
    if (rounds++ % SLOW_EVERY === 0) {
      refreshLeases();
      parked.refresh();
    }
    return overview.refresh;
  } catch (failure) {
    if (failure instanceof Refused && (failure.status === UNKNOWN || failure.status === FORBIDDEN)) {
      askWho(failure);
    }
    lastFailure = told(failure);
    age();
    throw failure;
  }
}

function heard(overview) {
  const known = processes.get(overview.process);
  processes.set(overview.process, { overview, earlier: known?.overview, at: Date.now() });
  processes.forEach(({ at }, process) => Date.now() - at > FORGOTTEN_AFTER && processes.delete(process));
  choices(byId("process"), [...processes.keys()]);
  show(byId("process-choice"), processes.size > 1);
  show(byId("sign-in"), false);
  show(byId("main"), true);
  show(byId("sign-out"), hasToken());
  setText(byId("caller"), `${overview.user} of ${overview.tenant}${overview.readOnly ? " · read only" : ""}`);
  show(byId("caller"), true);
  parked.about(overview);
  history.about(overview);
  showProcess();
}

function showProcess() {
  const { overview, earlier } = processes.get(byId("process").value);
  workers.show(overview, earlier);
  plots.show(overview.readings);
  age();
}

function askWho(failure) {
  refresh.stop();
  show(byId("main"), false);
  show(byId("sign-out"), false);
  show(byId("caller"), false);
  show(byId("sign-in"), true);
  if (failure.status === FORBIDDEN) {
    setText(byId("sign-in-reason"), `Another token is needed: ${told(failure)}.`);
  } else if (hasToken()) {
    setText(byId("sign-in-reason"), "The token is not accepted, or not any more.");
  }
  byId("token").focus();
}

/** Says how old what is shown is. */
function age() {
  const shown = processes.get(byId("process").value);
  if (shown === undefined || byId("main").hidden) {
    setText(byId("updated"), "");
    show(byId("trouble"), byId("sign-in").hidden && lastFailure !== "");
    setText(byId("trouble"), `Nothing can be shown: ${lastFailure}. Trying again.`);
    return;
  }
  const old = Date.now() - shown.at;
  setText(byId("updated"), `Updated ${before(old)}`);
  const isStale = old > STALE_AFTER * shown.overview.refresh;
  document.body.classList.toggle("stale", isStale);
  show(byId("trouble"), isStale);
  const reason = lastFailure === "" ? "" : `: ${lastFailure}`;
  setText(byId("trouble"), isStale ? `This is how it was at ${moment(shown.at)}${reason}. Trying again.` : "");
}

byId("process").addEventListener("change", showProcess);
byId("sign-in").addEventListener("submit", (event) => {
  event.preventDefault();
  signIn(byId("token").value, byId("tenant").value);
  byId("token").value = "";
  rounds = 0;
  refresh.start();
});
byId("sign-out").addEventListener("click", () => {
  signOut();
  location.reload();
});
setInterval(age, 1000);
refresh.start();
