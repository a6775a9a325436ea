// The heat map: a grid of which only the rows in sight exist. One cell of it can have the focus.

const ROW = 32; // As the style has them, in pixels.
const HEADS = 68;
const AROUND = 6;
const FIRST = 2; // The columns before the checks: the student and the score.

const make = (name, attributes = {}, ...content) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  // `append` makes texts of texts: nothing that a student named becomes an element.
  element.append(...content);
  return element;
};

const grid = document.getElementById("grid");
const told = document.getElementById("told");
const body = make("div", { role: "rowgroup", class: "grid-body" });
const rows = new Map();
let shown = students;
let height = 600; // Of the grid; to ask for it at each step would have the page laid out each time.
let active = { row: 0, column: 0 };
let opened = () => {};

const header = () => {
  const heads = columns.map((column) => {
    const [id, title] = data.checks[column];
    return make(
      "div",
      { role: "columnheader", class: "head check-head", title: `${id} ${title}` },
      make("span", {}, id), make("span", { class: "unseen" }, ` ${title}`),
    );
  });
  const row = make(
    "div", { role: "row", class: "row heads", "aria-rowindex": 1 },
    make("div", { role: "columnheader", class: "head who" }, "Student"),
    make("div", { role: "columnheader", class: "head score-head" }, "Score"),
    ...heads,
  );
  return make("div", { role: "rowgroup", class: "grid-head" }, row);
};

// A row of cells without a student; a row out of sight is filled anew for who comes into sight.
const blank = () => {
  const cells = [
    make(
      "div", { role: "rowheader", class: "who" },
      make("span", { "aria-hidden": "true" }), make("bdi", { class: "name" }),
    ),
    make("div", { role: "gridcell", class: "score-cell" }),
    ...columns.map(() => make("div", { role: "gridcell", class: "cell" })),
  ];
  cells.forEach((cell, column) => { cell.tabIndex = -1; cell.dataset.column = column; });
  const row = make("div", { role: "row", class: "row" }, ...cells);
  row.verdicts = [];
  return row;
};

const fillRow = (row, place) => {
  const student = shown[place];
  if (row.place !== place) {
    row.place = place;
    row.dataset.row = place;
    row.setAttribute("aria-rowindex", place + 2);
    row.style.top = `${place * ROW}px`;
  }
  if (row.student === student) return;
  row.student = student;
  const [who, score, ...cells] = row.children;
  const [sign, name] = who.children;
  sign.className = `sign state-${student.stateName.replaceAll(" ", "-")}`;
  sign.textContent = data.states[student.state][1];
  name.textContent = student.name || student.id;
  who.setAttribute("aria-label", `${name.textContent}, ${student.stateName}`);
  score.textContent = scoreOf(student);
  columns.forEach((column, at) => {
    const [verdict, shape] = verdictOf(student, column);
    if (row.verdicts[at] === verdict) return;
    row.verdicts[at] = verdict;
    cells[at].className = `cell ${className(verdict)}`;
    cells[at].setAttribute("aria-label", verdict);
    cells[at].textContent = shape;
  });
};

const cellAt = ({ row, column }) => rows.get(row)?.children[column];

// What a cell says, for the eye; a screen reader hears it of the cell itself.
const tell = ({ row, column }) => {
  const student = shown[row];
  if (!student) { told.textContent = ""; return; }
  const who = student.name || student.id;
  const check = columns[column - FIRST];
  const of = student.maximum ? `${scoreOf(student)} of ${student.maximum} points` : "no grading";
  const what = check === undefined ? `${student.stateName}, ${of}`
    : `${data.checks[check][0]} ${data.checks[check][1]}: ${verdictOf(student, check)[0]}`;
  told.replaceChildren(make("bdi", {}, who), ` (${student.id}): ${what}`);
};

const draw = () => {
  const first = Math.max(0, Math.floor(grid.scrollTop / ROW) - AROUND);
  const last = Math.min(shown.length, Math.ceil((grid.scrollTop + height) / ROW) + AROUND);
  const wanted = new Set();
  for (let place = first; place < last; place += 1) wanted.add(place);
  if (active.row < shown.length) wanted.add(active.row);
  const spare = [];
  for (const [place, row] of rows) {
    if (!wanted.has(place)) { spare.push(row); rows.delete(place); }
  }
  const places = [...wanted].sort((one, other) => one - other);
  // In the order of the class, for who reads on without the arrow keys.
  let next = null;
  for (const place of places.reverse()) {
    const there = rows.get(place);
    const row = there || spare.pop() || blank();
    fillRow(row, place);
    if (!there) {
      for (const cell of row.children) if (cell.tabIndex === 0) cell.tabIndex = -1;
      rows.set(place, row);
      body.insertBefore(row, next);
    }
    next = row;
  }
  for (const row of spare) row.remove();
  const cell = cellAt(active);
  if (cell) cell.tabIndex = 0;
};

const moveTo = (row, column, focus = true) => {
  const before = cellAt(active);
  if (before) before.tabIndex = -1;
  active = {
    row: Math.min(Math.max(row, 0), Math.max(shown.length - 1, 0)),
    column: Math.min(Math.max(column, 0), columns.length + FIRST - 1),
  };
  // The browser tells of a new size only after this turn.
  if (focus) height = grid.clientHeight || height;
  const top = active.row * ROW;
  const room = height - HEADS - ROW;
  if (top < grid.scrollTop) grid.scrollTop = top;
  if (top > grid.scrollTop + room) grid.scrollTop = top - room;
  draw();
  const cell = cellAt(active);
  if (cell && focus) {
    cell.focus({ preventScroll: true });
    if (active.column >= FIRST) {
      const hidden = body.querySelector(".who").offsetWidth;
      if (cell.offsetLeft - hidden < grid.scrollLeft) grid.scrollLeft = cell.offsetLeft - hidden;
      const right = cell.offsetLeft + cell.offsetWidth - grid.clientWidth;
      if (right > grid.scrollLeft) grid.scrollLeft = right;
    } else {
      grid.scrollLeft = 0;
    }
  }
};

const show = (found) => {
  shown = found;
  body.style.height = `${shown.length * ROW}px`;
  grid.setAttribute("aria-rowcount", shown.length + 1);
  grid.hidden = shown.length === 0;
  if (grid.scrollTop) grid.scrollTop = 0;
  told.textContent = "";
  moveTo(0, active.column, false);
};

const KEYS = {
  ArrowUp: () => [active.row - 1, active.column],
  ArrowDown: () => [active.row + 1, active.column],
  ArrowLeft: () => [active.row, active.column - 1],
  ArrowRight: () => [active.row, active.column + 1],
  PageUp: () => [active.row - Math.floor((height - HEADS) / ROW), active.column],
  PageDown: () => [active.row + Math.floor((height - HEADS) / ROW), active.column],
  Home: (event) => [event.ctrlKey ? 0 : active.row, 0],
  End: (event) => [event.ctrlKey ? shown.length - 1 : active.row, columns.length + FIRST - 1],
};

const placeOf = (target) => {
  const cell = target.closest("[data-column]");
  if (!cell || !body.contains(cell)) return null;
  return { row: Number(cell.parentElement.dataset.row), column: Number(cell.dataset.column) };
};

const beginGrid = (open) => {
  opened = open;
  grid.setAttribute("aria-colcount", columns.length + FIRST);
  grid.style.setProperty("--checks", columns.length);
  grid.append(header(), body);
  grid.addEventListener("scroll", () => requestAnimationFrame(draw), { passive: true });
  new ResizeObserver(() => { height = grid.clientHeight || height; draw(); }).observe(grid);
  grid.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      opened(active.row, columns[active.column - FIRST]);
    } else if (KEYS[event.key] && !event.altKey && !event.metaKey) {
      event.preventDefault();
      moveTo(...KEYS[event.key](event));
    }
  });
  body.addEventListener("focusin", (event) => {
    const place = placeOf(event.target);
    if (place) tell(place);
  });
  body.addEventListener("pointerover", (event) => {
    const place = placeOf(event.target);
    if (place) tell(place);
  });
  body.addEventListener("click", (event) => {
    const place = placeOf(event.target);
    if (!place) return;
    moveTo(place.row, place.column);
    opened(place.row, columns[place.column - FIRST]);
  });
};
