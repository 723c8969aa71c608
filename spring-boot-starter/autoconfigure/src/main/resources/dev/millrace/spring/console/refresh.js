// SPDX-License-Identifier: Apache-2.0
// Asks again and again: later after failures, and not while nobody looks.

const LONGEST = 60_000;

export class Refresh {
  #task;
  #interval = 5000;
  #failures = 0;
  #timer = 0;
  #running = false;

  /** The task returns the milliseconds after which it wants to be asked again; what it throws delays that. */
  constructor(task) {
    this.#task = task;
    document.addEventListener("visibilitychange", () => document.hidden || this.now());
  }

  /** Asks at once, unless it was stopped. */
  now() {
    if (this.#running) {
      this.#failures = 0;
      this.#ask();
    }
  }

  start() {
    this.#running = true;
    this.now();
  }

  stop() {
    this.#running = false;
    clearTimeout(this.#timer);
  }

  async #ask() {
    clearTimeout(this.#timer);
    try {
      this.#interval = await this.#task();
      this.#failures = 0;
    } catch {
      this.#failures += 1;
    }
    if (this.#running && !document.hidden) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#ask(), Math.min(this.#interval * 2 ** this.#failures, LONGEST));
    }
  }
}
