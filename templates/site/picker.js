// Ticked products → the documents and the pack of exactly that set, out of data/sets.json.

const root = document.documentElement.dataset.root;
const form = document.querySelector("#picker");
const place = document.querySelector("#picked");
const shape = document.querySelector("#picked-set");

const weight = (size) => `${Math.max(1, Math.round(size / 1000))} kB`;

function link(target, path) {
  target.href = root + path;
  return target;
}

function row(each) {
  const item = document.createElement("li");
  const title = link(document.createElement("a"), each.page);
  title.className = "title";
  title.textContent = `《${each.title}》`;
  const meta = document.createElement("span");
  meta.className = "meta";
  meta.textContent = `第${each.version}版`;
  item.append(title, meta);
  if (each.pdf) {
    const pdf = link(document.createElement("a"), each.pdf);
    pdf.className = "pdf";
    pdf.type = "application/pdf";
    pdf.append("PDF", size(each.size));
    item.append(pdf);
  }
  return item;
}

function size(bytes) {
  const shown = document.createElement("span");
  shown.className = "size";
  shown.textContent = weight(bytes);
  return shown;
}

// A set as the template draws it; without a pack where none was printed.
function drawn(found, names) {
  const copy = shape.content.cloneNode(true);
  copy.querySelector("h2").textContent = names.join("、");
  copy.querySelector("ul").append(...found.documents.map(row));
  const [pack, page] = copy.querySelectorAll(".act a");
  link(page, found.page);
  if (found.pack.pdf) {
    link(pack, found.pack.pdf).type = "application/pdf";
    pack.querySelector(".size").textContent = weight(found.pack.size);
    copy.querySelector("code").textContent = found.pack.sha256;
  } else {
    pack.remove();
    copy.querySelector(".hash").remove();
  }
  return copy;
}

function ticked() {
  return [...form.querySelectorAll("[name=product]:checked")].map((box) => box.value);
}

// The order of a key is the catalog's, whatever order the page lists the products in.
function chosen(data) {
  const ids = new Set(ticked());
  return data.products.filter((product) => ids.has(product.id));
}

function say(data, status) {
  const products = chosen(data);
  const names = products.map((product) => product.name);
  const found = data.sets[products.map((product) => product.id).join("_")];
  place.replaceChildren();
  if (found) place.append(drawn(found, names));
  if (!products.length) status.textContent = "还没有勾选产品。";
  else if (found) {
    const count = found.documents.length;
    status.textContent = `已选${names.join("、")}，适用${count}份文件。`;
  } else status.textContent = `这里没有${names.join("、")}这一组合的文件，请向平台索取。`;
}

// The address keeps the choice, so that it can be kept, shared and gone back to.
function remember(ids) {
  const search = new URLSearchParams(ids.map((id) => ["product", id])).toString();
  history.replaceState(null, "", search ? `?${search}` : location.pathname);
}

function start(data) {
  const asked = new Set(new URLSearchParams(location.search).getAll("product"));
  for (const box of form.querySelectorAll("[name=product]")) box.checked = asked.has(box.value);
  const status = document.querySelector("#ticked");
  const update = () => {
    remember(ticked());
    say(data, status);
  };
  form.addEventListener("change", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(update));
  form.hidden = false;
  for (const plain of document.querySelectorAll("[data-plain]")) plain.hidden = true;
  say(data, status);
}

const answer = await fetch(`${root}data/sets.json`);
if (answer.ok) start(await answer.json());
