// All that is known of one student, in a dialog; the arrow buttons go through those who are shown.

const dialog = document.getElementById("student");
let at = 0;

// Each name in quotes keeps its own direction, so that it does not turn the sentence around it.
const isolated = (text) => {
  const pieces = text.split(/"([^"]*)"/).flatMap((part, place) =>
    place % 2 ? ['"', make("bdi", {}, part), '"'] : [part]);
  return make("bdi", { class: "isolated", dir: "ltr" }, ...pieces);
};

const TERMS = { blocked_by: "Blocked by", waiver: "Reason" };

const term = (name) => TERMS[name] || name[0].toUpperCase() + name.slice(1);

const tagged = (verdict, sign) => make(
  "span", { class: verdict.replaceAll(" ", "-") },
  make("span", { class: "sign", "aria-hidden": "true" }, sign), " ",
  make("span", { class: "word" }, verdict),
);

const listOf = (pairs) => {
  const list = make("dl", { class: "facts" });
  for (const [name, content] of pairs) list.append(make("dt", {}, name), make("dd", {}, content));
  return list;
};

const checkOf = (student, column) => {
  const [id, title, points] = data.checks[column];
  const [verdict, sign] = verdictOf(student, column);
  const detail = student.details.get(column);
  const line = make(
    "p", { class: "check-line" }, tagged(verdict, sign), " ", make("strong", {}, id), " ",
    isolated(title), make("span", { class: "soft" }, ` (${points})`),
  );
  const item = make("li", { class: `check-item ${className(verdict)}`, tabindex: "-1" }, line);
  item.dataset.check = column;
  if (detail !== undefined) {
    const texts = data.details[detail].map(([name, text]) => [term(name), isolated(data.texts[text])]);
    item.append(listOf(texts));
  }
  return item;
};

const checksOf = (student) => {
  const parts = [];
  let task = null;
  let list = null;
  for (const column of columns) {
    if (data.checks[column][3] !== task) {
      task = data.checks[column][3];
      list = make("ul", { class: "check-list" });
      parts.push(make("h3", {}, isolated(task)), list);
    }
    list.append(checkOf(student, column));
  }
  return parts;
};

const factsOf = (student) => {
  const facts = [
    ["Id", student.id], ["E-mail", student.email], ["Section", student.section],
    ["State", student.stateName], ["Graded", student.began && `${student.began} UTC`],
  ].filter(([, text]) => text).map(([name, text]) => [name, isolated(text)]);
  if (student.maximum) facts.push(["Score", `${scoreOf(student)} of ${student.maximum} points`]);
  if (student.trouble) facts.push(["Trouble", isolated(student.trouble)]);
  for (const number of student.costs) {
    const { what, state, rate } = data.costs[number];
    const when = student.read ? `at ${student.read} UTC` : "when that was read";
    facts.push(["Costs", isolated(`The ${what} was ${state} ${when}. It ${rate}.`)]);
  }
  return facts;
};

const button = (text, act, label = text) => {
  const made = make("button", { type: "button", "aria-label": label }, text);
  made.addEventListener("click", act);
  return made;
};

const fill = (check) => {
  const student = shown[at];
  const name = make("h2", { id: "student-name", tabindex: "-1" }, isolated(student.name || student.id));
  const before = button("‹ Previous", () => turn(-1));
  const after = button("Next ›", () => turn(1));
  before.disabled = at === 0;
  after.disabled = at === shown.length - 1;
  const bar = make(
    "div", { class: "dialog-bar" }, before, after,
    make("span", { class: "soft" }, `${(at + 1).toLocaleString()} of ${shown.length.toLocaleString()}`),
    button("Close", () => dialog.close()),
  );
  const parts = [bar, name];
  if (student.link) parts.push(make("p", {}, make("a", { href: student.link }, "The student’s own report")));
  parts.push(listOf(factsOf(student)));
  parts.push(...(student.maximum || student.verdicts ? checksOf(student)
    : [make("p", {}, "There is no grading yet.")]));
  dialog.replaceChildren(...parts);
  dialog.scrollTop = 0;
  const chosen = check === undefined ? null : dialog.querySelector(`[data-check="${check}"]`);
  if (chosen) {
    chosen.scrollIntoView({ block: "center" });
    chosen.classList.add("chosen");
  }
  (chosen || name).focus({ preventScroll: true });
};

const turn = (step) => {
  if (!shown[at + step]) return;
  at += step;
  fill();
};

const openStudent = (row, check) => {
  if (!shown[row]) return;
  at = row;
  dialog.showModal();
  fill(check);
};

// Back to the cell from which it was opened, or to whom one has turned since.
dialog.addEventListener("close", () => moveTo(at, active.column));
