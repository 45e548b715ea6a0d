// Comfort only: every page works without it.
"use strict";

// A session's box ticks and unticks its slots, and shows when all of them are ticked.
document.querySelectorAll(".reg-session").forEach((session) => {
  const all = session.querySelector("[data-all]");
  const slots = [...session.querySelectorAll("[name='slot']")];
  if (!all || !slots.length) return;
  const show = () => {
    const ticked = slots.filter((slot) => slot.checked).length;
    all.checked = ticked === slots.length;
    all.indeterminate = ticked > 0 && ticked < slots.length;
  };
  all.addEventListener("change", () => { slots.forEach((slot) => { slot.checked = all.checked; }); show(); });
  slots.forEach((slot) => slot.addEventListener("change", show));
  show();
});

// One box for all rows of the team's list.
document.querySelectorAll("[data-all-rows]").forEach((all) => {
  all.hidden = false;
  const rows = [...document.querySelectorAll("[name='chosen']")];
  all.addEventListener("change", () => rows.forEach((row) => { row.checked = all.checked; }));
});

// What is wrong is read out and found by the keyboard at once.
const faults = document.getElementById("faults");
if (faults) faults.focus();

// Each section of a page is saved alone: what was changed in another one is not lost unasked.
const changed = new Set();
document.querySelectorAll("form[data-unsaved]").forEach((form) => {
  form.addEventListener("input", () => changed.add(form));
  form.addEventListener("submit", (event) => {
    const others = [...changed].some((other) => other !== form);
    if (others && !window.confirm(form.dataset.unsaved)) event.preventDefault();
  });
});
