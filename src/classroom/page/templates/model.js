// The class, as the page holds it, and who of it is wanted. No element of the page is touched here.

const data = JSON.parse(document.getElementById("data").textContent);
const columns = data.order;
const students = data.students.map((values) => {
  const student = {};
  data.fields.forEach((name, place) => { student[name] = values[place]; });
  student.stateName = data.states[student.state][0];
  student.details = new Map(student.details);
  return student;
});

const ABSENT = ["not in this grading", "·"];

// The name and the sign of a student's verdict on a check.
const verdictOf = (student, column) => data.verdicts[student.verdicts[column]] || ABSENT;

const className = (verdict) => `v-${verdict.replaceAll(" ", "-")}`;

const scoreOf = (student) => {
  if (!student.maximum) return "–";
  const earned = student.sure === student.possible ? "" : `–${student.possible}`;
  return `${student.sure}${earned}`;
};

// Without accents and case, as one types it in a hurry.
const simple = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

for (const student of students) {
  student.sought = simple(`${student.name}\n${student.id}\n${student.email}`);
}

const hasVerdict = (student, check, wanted) => {
  const digit = String(data.verdicts.findIndex(([name]) => name === wanted));
  return check === "" ? student.verdicts.includes(digit) : student.verdicts[check] === digit;
};

const fits = (student, wanted, words) =>
  words.every((word) => student.sought.includes(word)) &&
  (!wanted.state || student.stateName === wanted.state) &&
  (!wanted.section || student.section === wanted.section) &&
  (!wanted.running || student.costs.length > 0) &&
  (wanted.cure === "" ||
    (wanted.cure === "any" ? student.cures.length > 0 : student.cures.includes(Number(wanted.cure)))) &&
  (!wanted.verdict || hasVerdict(student, wanted.check, wanted.verdict));

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
const share = (student, points) => (student.maximum ? student[points] / student.maximum : Infinity);
const byText = (name) => (one, other) => collator.compare(one[name], other[name]);

const ORDERS = {
  class: null,
  worst: (one, other) =>
    share(one, "sure") - share(other, "sure") || share(one, "possible") - share(other, "possible"),
  best: (one, other) =>
    (other.maximum ? share(other, "sure") : -1) - (one.maximum ? share(one, "sure") : -1),
  name: byText("name"),
  id: byText("id"),
  section: (one, other) => byText("section")(one, other) || byText("name")(one, other),
};

// Each order of all students is found once: to sort names takes longer than to filter them.
const ordered = new Map([["class", students]]);

const inOrder = (name) => {
  if (!ordered.has(name)) ordered.set(name, [...students].sort(ORDERS[name]));
  return ordered.get(name);
};

const find = (wanted) => {
  const words = simple(wanted.search).split(/\s+/).filter(Boolean);
  return inOrder(wanted.sort).filter((student) => fits(student, wanted, words));
};
