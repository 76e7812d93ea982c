// Search in the clauses of the versions that stand, over the index that Pagefind made.
//
// The index knows single characters (generator/site/search.py), so that a phrase is found
// wherever it stands, however the words around it would be cut. What was typed is cut at spaces
// and marks; the clauses that hold all pieces word for word come first. Where there are none, the
// clauses that share the most and the rarest pairs of characters are offered as near ones.

const root = document.documentElement.dataset.root;
const form = document.querySelector("#search");
const field = form.elements;
const list = document.querySelector("#results");
const found = document.querySelector("#found");
const READ = 60; // clauses that are read to put them in order
const SHOWN = 20; // clauses that are shown at once
const AROUND = 36; // characters of an excerpt on each side of a hit
const TOKEN = /[a-z0-9]+|[\p{L}\p{N}]/gu;

const plain = (text) => text.normalize("NFKC").toLowerCase();
const pieces = (text) => [...new Set(plain(text).match(/[\p{L}\p{N}]+/gu) ?? [])];
const tokens = (text) => plain(text).match(TOKEN) ?? [];
const squeezed = (text) => tokens(text).join("");

let engine;
async function pagefind() {
  engine ??= (async () => {
    const module = await import(new URL(`${root}pagefind/pagefind.js`, location.href).href);
    await module.init();
    return module;
  })();
  return engine;
}

function filters() {
  const chosen = {};
  if (field.document.value) chosen.document = field.document.value;
  if (field.product.value) chosen.product = field.product.value;
  return chosen;
}

// The clauses that hold these tokens one after another: id → result.
async function holding(index, words) {
  const { results } = await index.search(`"${words.join(" ")}"`, { filters: filters() });
  return new Map(results.map((result) => [result.id, result]));
}

async function exact(index, asked) {
  const each = await Promise.all(asked.map((piece) => holding(index, tokens(piece))));
  const [first, ...rest] = each;
  return [...first.values()]
    .filter(({ id }) => rest.every((other) => other.has(id)))
    .slice(0, READ);
}

async function near(index, asked) {
  const pairs = new Set();
  for (const piece of asked) {
    const words = tokens(piece);
    if (words.length === 1) pairs.add(words[0]);
    for (let at = 1; at < words.length; at += 1) pairs.add(`${words[at - 1]} ${words[at]}`);
  }
  const sums = new Map();
  let most = 0;
  const held = await Promise.all([...pairs].map((pair) => holding(index, pair.split(" "))));
  for (const results of held) {
    const rarity = 1 / Math.log2(2 + results.size);
    most += results.size ? rarity : 0.5;
    for (const [id, result] of results) {
      const known = sums.get(id) ?? { result, sum: 0 };
      known.sum += rarity;
      sums.set(id, known);
    }
  }
  return [...sums.values()]
    .filter(({ sum }) => sum >= most * 0.3)
    .sort((a, b) => b.sum - a.sum)
    .slice(0, SHOWN)
    .map(({ result }) => result);
}

// The whole phrase before its pieces, a heading before a text, much of it before little of it.
function standing(clause, asked, whole) {
  const text = squeezed(clause.content);
  const heading = squeezed(clause.meta.title.match(/【(.+)】/)?.[1] ?? clause.meta.title);
  const named = asked.filter((piece) => heading.includes(squeezed(piece)));
  const share = named.reduce((sum, piece) => sum + squeezed(piece).length, 0) / heading.length;
  const times = asked.reduce((sum, piece) => sum + text.split(squeezed(piece)).length - 1, 0);
  return (
    (text.includes(whole) ? 100 : 0) +
    (named.length / asked.length) * 30 +
    Math.min(1, share) * 40 +
    Math.min(20, (times * 400) / (text.length + 200))
  );
}

// Where the pieces stand in a text: [start, end), in order, none within another.
function hits(text, asked) {
  const low = text.toLowerCase();
  const every = [];
  for (const piece of asked) {
    for (let at = low.indexOf(piece); at >= 0; at = low.indexOf(piece, at + piece.length)) {
      every.push([at, at + piece.length]);
    }
  }
  every.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  return every.filter(([start], n) => n === 0 || start >= every[n - 1][1]);
}

function excerpt(text, asked) {
  const made = document.createElement("p");
  made.className = "excerpt";
  const marks = hits(text, asked);
  const from = Math.max(0, (marks[0]?.[0] ?? 0) - AROUND);
  const to = Math.min(text.length, (marks[0]?.[1] ?? 0) + AROUND * 2);
  if (from > 0) made.append("…");
  let at = from;
  for (const [start, end] of marks) {
    if (start < at || end > to) continue;
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, end);
    made.append(text.slice(at, start), mark);
    at = end;
  }
  made.append(text.slice(at, to), to < text.length ? "…" : "");
  return made;
}

function entry(clause, asked) {
  const item = document.createElement("li");
  const title = document.createElement("a");
  title.className = "title";
  title.href = root + (clause.raw_url ?? clause.url).replace(/^\/+/, "");
  title.textContent = clause.meta.title;
  const meta = document.createElement("p");
  meta.className = "meta";
  const { document: name, version, chapter } = clause.meta;
  meta.textContent = `《${name}》第${version}版${chapter ? ` · ${chapter}` : ""}`;
  const text = clause.content.replace(/^【.+?】\s*/, ""); // the title says it already
  item.append(title, meta, excerpt(text, asked));
  return item;
}

function draw(clauses, asked) {
  const items = clauses.map((clause) => entry(clause, asked));
  list.replaceChildren(...items.slice(0, SHOWN));
  if (items.length > SHOWN) {
    const more = document.createElement("button");
    more.type = "button";
    more.className = "plain";
    more.textContent = `再显示${items.length - SHOWN}条`;
    const last = document.createElement("li");
    last.className = "rest";
    last.append(more);
    more.addEventListener("click", () => {
      last.replaceWith(...items.slice(SHOWN));
      items[SHOWN].querySelector("a").focus();
    });
    list.append(last);
  }
}

let turn = 0;
async function run() {
  const mine = (turn += 1);
  const asked = pieces(field.q.value);
  if (!asked.length) {
    list.replaceChildren();
    found.textContent = "";
    return;
  }
  const index = await pagefind();
  const whole = squeezed(field.q.value);
  let results = await exact(index, asked);
  const alike = !results.length;
  if (alike) results = await near(index, asked);
  let clauses = await Promise.all(results.map((result) => result.data()));
  if (mine !== turn) return; // something else was typed meanwhile
  if (!alike) {
    const order = new Map(clauses.map((clause) => [clause, standing(clause, asked, whole)]));
    clauses = clauses.sort((a, b) => order.get(b) - order.get(a));
  }
  draw(clauses, asked);
  found.textContent = spoken(clauses.length, alike);
}

function spoken(count, alike) {
  if (!count) return "没有找到。可以换一个说法，或者去掉文件和产品的限制。";
  if (alike) return `没有条款含有完全相同的文字，以下是相近的${count}条。`;
  return count < READ ? `找到${count}条。` : `找到${count}条以上，请再加一个词语。`;
}

function remember() {
  const search = new URLSearchParams();
  for (const name of ["q", "document", "product"]) {
    if (field[name].value.trim()) search.set(name, field[name].value.trim());
  }
  history.replaceState(null, "", `${location.pathname}${search.size ? `?${search}` : ""}`);
}

async function ask() {
  remember();
  try {
    await run();
  } catch (error) {
    console.error(error);
    found.textContent = "搜索没有能够运行，请打开下列文件查找。";
    for (const each of document.querySelectorAll("[data-plain]")) each.hidden = false;
  }
}

let waiting;
form.addEventListener("input", (event) => {
  if (event.isComposing) return; // a syllable is not yet a word
  clearTimeout(waiting);
  waiting = setTimeout(ask, 200);
});
form.addEventListener("compositionend", () => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, 200);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  ask();
});

const wanted = new URLSearchParams(location.search);
for (const name of ["q", "document", "product"]) {
  const value = wanted.get(name);
  const offered = [...(field[name].options ?? [])].some((option) => option.value === value);
  if (value && (name === "q" || offered)) field[name].value = value;
}
for (const each of document.querySelectorAll("[data-plain]")) each.hidden = true;
try {
  await pagefind();
  if (field.q.value) await ask();
} catch {
  for (const each of document.querySelectorAll("[data-plain]")) each.hidden = false;
}
