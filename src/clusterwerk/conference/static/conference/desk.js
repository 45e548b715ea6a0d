// The board by mouse, touch, keyboard and screen reader. Without it, each meeting's link leads to a
// page with the same steps. The server judges every place before, and every step when it is made.
"use strict";

const desk = document.getElementById("desk");
const voice = document.getElementById("desk-said");
let held = null; // {match, address, was, title, places}
let quiet = 0;

const grid = () => desk.querySelector(".desk-grid");
const text = (name) => grid().dataset[name];
const cells = () => [...desk.querySelectorAll(".desk-grid td[data-place]")];
const cellAt = (place) => desk.querySelector(`.desk-grid td[data-place="${place}"]`);

function say(words, refused = false) {
  clearTimeout(quiet);
  voice.textContent = words;
  voice.classList.toggle("desk-said--refused", refused);
  voice.classList.toggle("cw-sr", Boolean(held) && !refused); // the bar below the board shows it
  quiet = setTimeout(() => { voice.textContent = ""; }, refused ? 12000 : 6000);
}

function prepare() {
  const table = desk.querySelector(".desk-grid table");
  if (!table) return;
  table.setAttribute("role", "grid");
  grid().removeAttribute("tabindex"); // its cells take the focus now
  for (const row of table.rows) row.setAttribute("role", "row");
  for (const head of table.querySelectorAll("thead th")) head.setAttribute("role", "columnheader");
  for (const head of table.querySelectorAll("tbody th")) head.setAttribute("role", "rowheader");
  for (const cell of cells()) {
    cell.setAttribute("role", "gridcell");
    cell.tabIndex = -1;
    const link = cell.querySelector("a");
    if (link) link.tabIndex = -1;
    if (cell.dataset.match && !("locked" in cell.dataset)) cell.draggable = true;
  }
  for (const row of desk.querySelectorAll(".desk-side li[data-match]")) row.draggable = true;
  const first = cells()[0];
  if (first) first.tabIndex = 0;
}

function focusOn(cell) {
  for (const other of desk.querySelectorAll('.desk-grid td[tabindex="0"]')) other.tabIndex = -1;
  cell.tabIndex = 0;
  cell.focus();
}

// What a place would mean for the meeting in hand, in words.
function meaning(cell) {
  const judged = held.places && held.places.cells[cell.dataset.place];
  if (!judged) return "";
  const words = held.places.texts[judged[1]];
  return judged[0] === "no" ? `${text("impossible")} ${words}` : words;
}

function showHand(words) {
  const hand = desk.querySelector(".desk-hand");
  hand.hidden = false;
  hand.querySelector(".desk-hand__text").textContent = words;
  const locked = held.cell && "locked" in held.cell.dataset;
  const lock = hand.querySelector('[data-hand="lock"]');
  lock.textContent = locked ? lock.dataset.unlock : lock.dataset.lock;
  lock.hidden = hand.querySelector('[data-hand="remove"]').hidden = !held.cell;
  hand.querySelector('[data-hand="all"]').href = held.address;
}

async function pickUp(source) {
  putBack(false);
  const link = source.querySelector("a");
  held = {
    source,
    cell: source.closest(".desk-grid") ? source : null,
    match: source.dataset.match,
    address: link.href,
    was: source.dataset.place || "",
    title: link.textContent.trim().replace(/\s+/g, " "),
    places: null,
  };
  source.dataset.state = "held";
  const mine = held;
  try {
    const answer = await fetch(`${held.address}places/?session=${text("session")}`);
    if (!answer.ok) throw new Error(answer.status);
    const places = await answer.json();
    if (held !== mine) return;
    held.places = places;
    held.title = places.meeting;
  } catch {
    putBack(false);
    say(text("failed"), true);
    return;
  }
  for (const cell of cells()) {
    const judged = held.places.cells[cell.dataset.place];
    if (cell === source || !judged) continue;
    cell.dataset.state = judged[0];
    cell.title = meaning(cell);
  }
  const some = desk.querySelector(".desk-grid td[data-state]:not([data-state=no], [data-state=held])");
  const told = text(some ? "held" : "heldNone").replace("{name}", held.title);
  const words = some ? told : `${told} ${held.places.elsewhere}`.trim();
  showHand(words);
  say(words);
}

function putBack(tell = true) {
  if (!held) return;
  held = null;
  for (const cell of desk.querySelectorAll("[data-state]")) {
    delete cell.dataset.state;
    cell.removeAttribute("title");
  }
  desk.querySelector(".desk-hand").hidden = true;
  if (tell) say(text("putBack"));
}

// The button that was pressed was renewed: the focus stays on it, or where one would go on.
function stayNear(step) {
  const same = desk.querySelector(`form[data-step="${step}"] button:enabled`);
  const next = same || desk.querySelector("form[data-step=undo] button:enabled, .desk-side h2");
  if (!next.matches("button")) next.tabIndex = -1;
  next.focus();
}

async function send(address, values, { back = "", step = "" } = {}) {
  const form = document.getElementById("desk-step");
  const body = new FormData(form);
  for (const [name, value] of Object.entries(values)) body.set(name, value);
  say(text("working"));
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { Desk: "part" } });
    if (!answer.ok && answer.status !== 409) throw new Error(answer.status);
    const { said, html, actions, address: shown } = await answer.json();
    const scroll = grid() ? [grid().scrollLeft, grid().scrollTop] : [0, 0];
    held = null;
    desk.innerHTML = html; // rendered by our own server from the same templates
    document.getElementById("desk-actions").innerHTML = actions;
    if (window.htmx) window.htmx.process(desk);
    history.replaceState(null, "", shown);
    prepare();
    if (grid()) [grid().scrollLeft, grid().scrollTop] = scroll;
    const cell = back && cellAt(back);
    if (cell) focusOn(cell);
    else if (step) stayNear(step);
    say(said, answer.status === 409);
  } catch {
    putBack(false);
    say(text("failed"), true);
  }
}

function putDown(cell) {
  if (cell === held.cell) { putBack(); return; }
  const judged = held.places && held.places.cells[cell.dataset.place];
  if (!judged) return;
  if (judged[0] === "no") { say(meaning(cell), true); showHand(meaning(cell)); return; }
  const values = { place: cell.dataset.place, was: held.was, swap: judged[2] };
  send(held.address, values, { back: cell.dataset.place });
}

function lockIt(cell) {
  const lock = "locked" in cell.dataset ? "0" : "1";
  send(`${cell.querySelector("a").href}lock/`, { lock, was: cell.dataset.place }, { back: cell.dataset.place });
}

function takeOff(cell) {
  if ("locked" in cell.dataset) { say(text("isFixed"), true); return; }
  send(`${cell.querySelector("a").href}remove/`, { was: cell.dataset.place }, { back: cell.dataset.place });
}

// Who holds a meeting wants to see places, not one row of them above the bar.
function showPlaces() {
  if (!held || window.innerHeight - grid().getBoundingClientRect().top > 420) return;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  desk.querySelector(".desk-tabs").scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}

function activate(cell) {
  if (held) putDown(cell);
  else if (cell.dataset.match) pickUp(cell).then(showPlaces);
}

desk.addEventListener("click", (event) => {
  const action = event.target.closest("[data-hand]");
  if (action && held) {
    const { cell } = held;
    if (action.dataset.hand === "cancel") putBack();
    if (action.dataset.hand === "lock" && cell) lockIt(cell);
    if (action.dataset.hand === "remove" && cell) takeOff(cell);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a link opens in a new tab as ever
  const cell = event.target.closest(".desk-grid td[data-place]");
  if (cell) {
    event.preventDefault();
    focusOn(cell);
    activate(cell);
  }
});

const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function neighbour(cell, key, far) {
  const row = cell.parentElement;
  const body = row.parentElement;
  if (key === "Home" || key === "End") {
    const to = far ? body.rows[key === "Home" ? 0 : body.rows.length - 1] : row;
    return to.cells[key === "Home" ? 1 : to.cells.length - 1];
  }
  const [down, right] = MOVES[key];
  const next = body.rows[row.sectionRowIndex + down];
  const found = next && next.cells[cell.cellIndex + right];
  return found && found.dataset.place ? found : null;
}

desk.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && held) { event.preventDefault(); const { cell } = held; putBack(); if (cell) focusOn(cell); return; }
  const cell = event.target.closest(".desk-grid td[data-place]");
  if (!cell || event.altKey || event.metaKey) return;
  if (event.key in MOVES || event.key === "Home" || event.key === "End") {
    event.preventDefault();
    const next = neighbour(cell, event.key, event.ctrlKey);
    if (!next) return;
    focusOn(next);
    if (held && held.places) {
      const words = next === held.cell ? text("notHere") : meaning(next);
      showHand(words);
      say(words);
    }
    return;
  }
  if (event.ctrlKey) return;
  if (event.key === "Enter" || event.key === " ") { event.preventDefault(); activate(cell); }
  if ((event.key === "f" || event.key === "F") && cell.dataset.match) { event.preventDefault(); lockIt(cell); }
  if ((event.key === "Delete" || event.key === "Backspace") && cell.dataset.match) { event.preventDefault(); takeOff(cell); }
});

// With the mouse: drag a meeting, from the board or from the panel of those not placed.
desk.addEventListener("dragstart", (event) => {
  const source = event.target.closest("[data-match]");
  if (!source) return;
  event.dataTransfer.setData("text/plain", source.dataset.match);
  event.dataTransfer.effectAllowed = "move";
  pickUp(source);
});
desk.addEventListener("dragover", (event) => {
  const cell = event.target.closest(".desk-grid td[data-place]");
  if (!cell || !held || !held.places) return;
  showHand(meaning(cell));
  if (cell.dataset.state !== "no") event.preventDefault();
});
desk.addEventListener("drop", (event) => {
  const cell = event.target.closest(".desk-grid td[data-place]");
  if (cell && held && held.places) { event.preventDefault(); putDown(cell); }
});
desk.addEventListener("dragend", () => { if (held && held.places) putBack(false); });

desk.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-step]");
  if (!form) return;
  event.preventDefault();
  send(form.action, Object.fromEntries(new FormData(form)), { step: form.dataset.step || "advice" });
});

// From the panel of those not placed: the title picks up, when the board is on the screen.
desk.addEventListener("click", (event) => {
  const link = event.target.closest(".desk-side li[data-match] h3 a");
  if (!link || !grid() || getComputedStyle(grid()).display === "none") return;
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  pickUp(link.closest("li")).then(() => { const cell = desk.querySelector('.desk-grid td[data-state="good"], .desk-grid td[data-state="free"]') || cells()[0]; if (held && cell) focusOn(cell); showPlaces(); });
});

// Another session is another page: the meeting in hand goes along.
desk.addEventListener("click", (event) => {
  const tab = event.target.closest(".desk-tabs a");
  if (tab && held) sessionStorage.setItem("desk-held", JSON.stringify({ match: held.match, address: held.address, was: held.was, title: held.title }));
});

prepare();
const brought = sessionStorage.getItem("desk-held");
sessionStorage.removeItem("desk-held");
if (brought && grid()) carryOn(JSON.parse(brought));

async function carryOn(kept) {
  const source = desk.querySelector(`[data-match="${kept.match}"]`) || document.createElement("li");
  if (!source.querySelector("a")) {
    const link = document.createElement("a");
    link.href = kept.address;
    link.textContent = kept.title;
    source.append(link);
  }
  source.dataset.match = kept.match;
  await pickUp(source);
  if (held) held.was = kept.was;
  const cell = cells()[0];
  if (cell) focusOn(cell);
}
