// SPDX-License-Identifier: Apache-2.0
// Asks the application. The token is in this module's memory and nowhere else.

const BASE = new URL("./api/", import.meta.url);
const TENANT_HEADER = document.querySelector('meta[name="tenant-header"]').content;
const PATIENCE = 15_000;

let token = "";
let tenant = "";

export class Refused extends Error {
  constructor(status, reason) {
    super(reason);
    this.status = status;
  }
}

export function signIn(newToken, newTenant) {
  token = newToken.replace(/^\s*bearer\s+/i, "").replace(/\s+/g, "");
  tenant = newTenant.trim();
}

export const signOut = () => signIn("", "");

export const hasToken = () => token !== "";

/** Puts parts of a path together; each may hold any character. */
export const path = (...parts) => parts.map(encodeURIComponent).join("/");

export function get(where, parameters = {}) {
  const url = new URL(where, BASE);
  Object.entries(parameters).forEach(([name, value]) => url.searchParams.set(name, value));
  return ask(url, { method: "GET" });
}

export function post(where, body) {
  return ask(new URL(where, BASE), { method: "POST", body: JSON.stringify(body) });
}

async function ask(url, request) {
  const response = await fetch(url, {
    ...request,
    headers: headers(),
    cache: "no-store",
    redirect: "error",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!response.ok) {
    throw new Refused(response.status, await reason(response));
  }
  return response.json();
}

function headers() {
  const all = { Accept: "application/json", "Content-Type": "application/json" };
  if (token !== "") {
    all.Authorization = `Bearer ${token}`;
  }
  if (tenant !== "") {
    all[TENANT_HEADER] = tenant;
  }
  return all;
}

async function reason(response) {
  const problem = await response.json().catch(() => ({}));
  return problem.detail ?? `the answer was ${response.status}`;
}

/** What to tell people about a call that went wrong. */
export const told = (failure) => (failure instanceof Refused ? failure.message : "the application does not answer");
