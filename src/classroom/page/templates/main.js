// The filters, and what depends on them.

const form = document.getElementById("filters");
const count = document.getElementById("count");
const nobody = document.getElementById("nobody");
const field = (name) => document.getElementById(name);
const NAMES = ["search", "state", "section", "check", "verdict", "cure", "sort"];

const wanted = () => {
  const values = Object.fromEntries(NAMES.map((name) => [name, field(name).value]));
  // Who asks for a check alone asks who does not meet it.
  if (values.check !== "" && !values.verdict) values.verdict = field("verdict").value = "not met";
  return { ...values, running: field("running").checked };
};

const update = () => {
  const found = find(wanted());
  show(found);
  const all = students.length.toLocaleString();
  const some = found.length === students.length ? `All ${all}` : `${found.length.toLocaleString()} of ${all}`;
  count.textContent = `${some} student${students.length === 1 ? "" : "s"}`;
  nobody.hidden = found.length > 0;
};

const reset = () => {
  form.reset();
};

const showSome = (filter) => {
  for (const name of NAMES) if (name !== "sort") field(name).value = filter[name] ?? "";
  field("running").checked = Boolean(filter.running);
  update();
  document.getElementById("students").scrollIntoView();
  moveTo(0, filter.check === undefined ? 0 : columns.indexOf(filter.check) + FIRST);
};

// Paper shows everybody who is wanted, in a table that one can read.
const print = () => {
  const ids = (student, verdict) => columns
    .filter((column) => verdictOf(student, column)[0] === verdict)
    .map((column) => data.checks[column][0]).join(", ");
  const heads = ["Student", "Section", "State", "Score", "Not met", "Blocked", "Not verified"];
  const head = make("tr", {}, ...heads.map((text) => make("th", { scope: "col" }, text)));
  const lines = shown.map((student) => make(
    "tr", {},
    make("th", { scope: "row" }, isolated(student.name || student.id), " ",
      make("span", { class: "soft" }, isolated(student.id))),
    ...[isolated(student.section), student.stateName,
      student.maximum ? `${scoreOf(student)} of ${student.maximum}` : "",
      ...["not met", "blocked", "not verified"].map((verdict) => ids(student, verdict)),
    ].map((content) => make("td", {}, content)),
  ));
  document.getElementById("printed").replaceChildren(
    make("p", {}, count.textContent),
    make("table", { class: "list" }, make("thead", {}, head), make("tbody", {}, ...lines)),
  );
};

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", update);
form.addEventListener("reset", () => setTimeout(update));
document.getElementById("all").addEventListener("click", () => { reset(); field("search").focus(); });
window.addEventListener("beforeprint", print);
window.addEventListener("afterprint", () => document.getElementById("printed").replaceChildren());
for (const each of document.querySelectorAll("[data-filter]")) {
  each.hidden = false;
  each.addEventListener("click", () => showSome(JSON.parse(each.dataset.filter)));
}
document.getElementById("live").hidden = false;
beginGrid(openStudent);
form.reset();
update();
