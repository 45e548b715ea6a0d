// The order of wishes: moved by buttons without a new page, or dragged. All works without this file.
"use strict";

const EDGE = 60; // pixels

function say(list, text) {
  document.getElementById("rank-status").textContent = text;
}

function tellPlace(list, item) {
  const items = [...list.children];
  const text = list.dataset.moved
    .replace("{name}", item.dataset.name)
    .replace("{place}", items.indexOf(item) + 1)
    .replace("{all}", items.length);
  say(list, text);
}

function showEnds(list) {
  [...list.children].forEach((item, place, all) => {
    item.querySelector("[value=up]").disabled = place === 0;
    item.querySelector("[value=down]").disabled = place === all.length - 1;
  });
}

async function keepOrder(list, item) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", list.querySelector("[name=csrfmiddlewaretoken]").value);
  [...list.children].forEach((one) => body.append("order", one.dataset.key));
  showEnds(list);
  tellPlace(list, item);
  try {
    const answer = await fetch(list.dataset.rank, {
      method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual",
    });
    if (answer.status !== 204) say(list, list.dataset.failed);
  } catch {
    say(list, list.dataset.failed);
  }
}

function moveByButton(list, event) {
  const item = event.target.closest("li");
  const button = event.submitter;
  if (!item || !button) return;
  event.preventDefault();
  const other = button.value === "up" ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  if (button.value === "up") other.before(item);
  else other.after(item);
  keepOrder(list, item);
  // At an end the button can no longer be used; the other one takes the focus.
  (button.disabled ? item.querySelector("button:not(:disabled)") : button)?.focus();
}

function drag(list, event) {
  const grip = event.target.closest(".wish-rank__grip");
  if (!grip || event.button) return;
  event.preventDefault();
  const item = grip.closest("li");
  const before = [...list.children].indexOf(item);
  item.classList.add("wish-rank__item--moving");
  let last = null;
  const follow = () => {
    const above = [...list.children].find((one) => {
      const box = one.getBoundingClientRect();
      return one !== item && last < box.top + box.height / 2;
    });
    if (above ? above !== item.nextElementSibling : item.nextElementSibling) {
      list.insertBefore(item, above ?? null);
    }
  };
  const move = (moved) => {
    last = moved.clientY;
    follow();
  };
  // A long list is longer than a phone: near an edge the page goes on.
  const scrolling = setInterval(() => {
    const past = last === null ? 0 : last < EDGE ? last - EDGE : Math.max(0, last - (window.innerHeight - EDGE));
    if (!past) return;
    window.scrollBy({ top: past / 4, behavior: "instant" });
    follow();
  }, 20);
  const drop = () => {
    clearInterval(scrolling);
    item.classList.remove("wish-rank__item--moving");
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", drop);
    document.removeEventListener("pointercancel", drop);
    if ([...list.children].indexOf(item) !== before) keepOrder(list, item);
  };
  // Not on the grip: it is taken out of the page for a moment each time the wish moves.
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);
}

document.querySelectorAll(".wish-drag").forEach((hint) => { hint.hidden = false; });
document.querySelectorAll("[data-rank]").forEach((list) => {
  if (list.children.length < 2) return;
  list.classList.add("wish-rank--drag");
  list.addEventListener("submit", (event) => moveByButton(list, event));
  list.addEventListener("pointerdown", (event) => drag(list, event));
});
