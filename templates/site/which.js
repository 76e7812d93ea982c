// Which version binds an audience on a day, out of data/bindings.json. The rules are those of
// `xieyi which`: a version binds from its effective date, or from the day its row gives an
// audience, or from the day after the running term ends; of those that have begun, the one that
// began last answers. Days are written YYYY-MM-DD, so that their order is the order of text.

const root = document.documentElement.dataset.root;
const form = document.querySelector("#ask");
const place = document.querySelector("#answer");
const EVERYBODY = "全部商家";
const LAST = "9999-12-31";

const rowOf = (version, audience) => version.rows.find((row) => row.audience === audience);

function nextDay(day) {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

// The first day on which a version binds an audience; null when no row says.
function start(version, audience, ends) {
  if (!version.rows.length) return version.effective;
  const row = rowOf(version, audience);
  if (!row) return null;
  if (row.from) return row.from;
  if (!ends || ends >= LAST) return null;
  const after = nextDay(ends);
  return after > version.effective ? after : version.effective;
}

export function binding(versions, audience, on, ends) {
  const dated = [...versions].sort((a, b) => (a.effective < b.effective ? -1 : 1));
  let best = null;
  for (const version of dated) {
    const begins = start(version, audience, ends);
    if (begins && begins <= on && (!best || begins >= best.begins)) best = { version, begins };
  }
  if (!best) return null;
  const later = dated
    .filter((version) => version.effective > best.version.effective)
    .map((version) => ({ version, begins: start(version, audience, ends) }))
    .filter(({ begins }) => !begins || begins > on);
  return { ...best, later };
}

const asksForEnd = (versions, audience) =>
  versions.some((version) => rowOf(version, audience)?.from === null);

function chinese(day) {
  const [year, month, date] = day.split("-").map(Number);
  return `${year}年${month}月${date}日`;
}

function element(name, ...children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

function link(path, text) {
  const made = element("a", text);
  made.href = root + path;
  return made;
}

// Why: what the data says of the version that answers, and of those that do not yet.
function reason(version, begins, audience, ends) {
  const row = version.rows.length ? rowOf(version, audience.id) : null;
  const name = `第${version.number}版`;
  if (!row) return `${name}自${chinese(version.effective)}起生效。`;
  if (row.from) return `${name}自${chinese(row.from)}起适用于${audience.name}。`;
  const rule = `${name}自现有期限届满的次日起适用于${audience.name}，不早于${chinese(version.effective)}`;
  return begins && ends ? `${rule}；期限于${chinese(ends)}届满，即自${chinese(begins)}起。` : `${rule}。`;
}

function drawn(asked, answer) {
  const { version, begins, later } = answer;
  const heading = element("p", `${chinese(asked.on)}，适用`);
  heading.className = "answer";
  heading.append(link(version.page, `《${asked.document.title}》第${version.number}版`), "。");
  const because = [{ version, begins }, ...later].map((each) =>
    element("li", reason(each.version, each.begins, asked.audience, asked.ends)),
  );
  const list = element("ul", ...because);
  list.className = "because";
  const made = [heading, list];
  if (version.pdf) {
    const pdf = link(version.pdf, "下载 PDF");
    pdf.className = "button";
    pdf.type = "application/pdf";
    const act = element("p", pdf);
    act.className = "act";
    made.push(act);
  }
  return made;
}

function question(data) {
  const field = form.elements;
  const document = data.documents.find((each) => each.id === field.document.value);
  const audience = document.audiences.find((each) => each.id === field.audience.value) ?? {
    id: null,
    name: EVERYBODY,
  };
  return { document, audience, on: field.on.value, ends: field.ends.value };
}

function say(data) {
  const asked = question(data);
  const { versions } = asked.document;
  const needed = asksForEnd(versions, asked.audience.id);
  form.querySelector("[data-ends]").hidden = !needed;
  form.elements.ends.required = needed;
  if (!needed) asked.ends = "";
  let content;
  place.dataset.version = "";
  if (!asked.on) content = [element("p", "请选择日期。")];
  else if (needed && !asked.ends) {
    content = [element("p", "请填写现有期限的届满日：适用的版本取决于它。")];
  } else {
    const answer = binding(versions, asked.audience.id, asked.on, asked.ends);
    place.dataset.version = answer?.version.number ?? "";
    place.dataset.begins = answer?.begins ?? "";
    content = answer
      ? drawn(asked, answer)
      : [element("p", `${chinese(asked.on)}，《${asked.document.title}》还没有生效的版本。`)];
  }
  place.replaceChildren(...content);
  return asked;
}

function offerAudiences(data) {
  const { audiences } = data.documents.find((each) => each.id === form.elements.document.value);
  const offered = audiences.length ? audiences : [{ id: "", name: EVERYBODY }];
  form.elements.audience.replaceChildren(...offered.map(({ id, name }) => new Option(name, id)));
}

// The address keeps the question, so that the answer can be kept and shared.
function remember({ document, audience, on, ends }) {
  const search = new URLSearchParams({ document: document.id });
  if (audience.id) search.set("audience", audience.id);
  if (on) search.set("on", on);
  if (ends) search.set("ends", ends);
  history.replaceState(null, "", `?${search}`);
}

function begin(data) {
  const asked = new URLSearchParams(location.search);
  const field = form.elements;
  const known = data.documents.some((each) => each.id === asked.get("document"));
  if (known) field.document.value = asked.get("document");
  offerAudiences(data);
  const audiences = [...field.audience.options].map((option) => option.value);
  if (audiences.includes(asked.get("audience"))) field.audience.value = asked.get("audience");
  for (const name of ["on", "ends"]) if (asked.get(name)) field[name].value = asked.get(name);
  form.addEventListener("input", (event) => {
    if (event.target === field.document) offerAudiences(data);
    remember(say(data));
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  say(data);
}

const answer = await fetch(`${root}data/bindings.json`);
if (answer.ok) begin(await answer.json());
