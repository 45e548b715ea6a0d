// What makes set-up quicker; every page works without it.

// What is wrong is read out and found by the keyboard at once.
document.getElementById("faults")?.focus();

// All boxes of a list, a row or a column at once.
function addBoxForAll(cell, label, boxes) {
  if (!cell || !label || boxes.length < 2) return;
  const box = document.createElement("input");
  box.type = "checkbox";
  box.setAttribute("aria-label", label);
  box.checked = boxes.every((one) => one.checked);
  box.addEventListener("change", () => boxes.forEach((one) => { one.checked = box.checked; }));
  boxes.forEach((one) => one.addEventListener("change", () => {
    box.checked = boxes.every((other) => other.checked);
  }));
  const holder = document.createElement("label");
  holder.className = "setup-box";
  holder.append(box);
  cell.append(holder);
}

for (const table of document.querySelectorAll("[data-setup-all]")) {
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...table.tBodies[0].rows];
  heads.forEach((head, column) => {
    const boxes = rows.map((row) => row.cells[column].querySelector("input[type=checkbox]"));
    if (boxes.every(Boolean)) addBoxForAll(head, head.dataset.all, boxes);
  });
}

// What the numbers of the generator come to.
const form = document.querySelector("[data-setup-preview]");
if (form) {
  const shown = form.querySelector("[data-setup-times]");
  // Not form.elements: there "length" is a number of its own.
  const value = (name) => form.querySelector(`[name="${name}"]`)?.value ?? "";
  const clock = (minutes) =>
    `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  const tell = () => {
    const [hour, minute] = value("first").split(":").map(Number);
    const slots = Number(value("slots"));
    const length = Number(value("length"));
    const change = Number(value("change"));
    const pauses = new Map();
    for (const turn of [1, 2, 3]) {
      const after = Number(value(`pause_${turn}_after`));
      const minutes = Number(value(`pause_${turn}_minutes`));
      if (after && minutes) pauses.set(after, minutes);
    }
    shown.hidden = !(hour >= 0 && slots > 0 && slots <= 60 && length > 0);
    if (shown.hidden) return;
    const runs = [];
    let now = hour * 60 + minute;
    let begin = now;
    for (let turn = 1; turn <= slots; turn += 1) {
      now += length;
      if (turn === slots || pauses.has(turn)) {
        runs.push(`${clock(begin)}–${clock(now)}`);
        now += pauses.get(turn) ?? 0;
        begin = now;
      } else {
        now += change;
      }
    }
    shown.textContent = runs.join(" · ");
  };
  form.addEventListener("input", tell);
  tell();
}
