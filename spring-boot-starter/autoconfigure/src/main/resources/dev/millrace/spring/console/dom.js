// SPDX-License-Identifier: Apache-2.0
// What others wrote becomes text, in this file and nowhere else; nothing becomes markup.

export const byId = (id) => document.getElementById(id);

/** Makes an element; children are nodes, or texts that are shown as they are. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  Object.entries(attributes).forEach(([attribute, value]) => node.setAttribute(attribute, value));
  node.append(...children);
  return node;
}

export function button(text, onClick) {
  const node = el("button", { type: "button" }, text);
  node.addEventListener("click", onClick);
  return node;
}

/** A cell of a table; the label stands beside it where the table is too wide for the screen. */
export const cell = (label, kind = "") => el("td", { "data-label": label, class: kind });

export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

export function show(node, isShown) {
  node.hidden = !isShown;
}

/** Returns what shows a list of values as children of a node, and leaves alone, focus and all, those that stay. */
export function keyed(parent, keyOf, create) {
  let shown = new Map();
  return (values) => {
    const next = new Map();
    values.forEach((value, index) => {
      const key = keyOf(value);
      const row = shown.get(key) ?? create(value);
      row.update(value);
      next.set(key, row);
      if (parent.children[index] !== row.node) {
        parent.insertBefore(row.node, parent.children[index] ?? null);
      }
    });
    shown.forEach((row, key) => next.has(key) || row.node.remove());
    shown = next;
  };
}

/** Shows choices in a select and keeps the one that was made. */
export function choices(select, values) {
  const present = [...select.options].map((option) => option.value);
  if (present.join("\n") === values.join("\n")) {
    return;
  }
  const chosen = select.value;
  select.replaceChildren(...values.map((value) => el("option", { value }, value)));
  if (values.includes(chosen)) {
    select.value = chosen;
  }
}
