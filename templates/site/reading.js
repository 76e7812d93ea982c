// While reading: copies the address of a clause or a hash, and shows what a defined term means
// where it stands.

const said = document.querySelector("#copied") ?? announcer();

function announcer() {
  const made = document.createElement("output");
  made.id = "copied";
  made.setAttribute("aria-live", "polite");
  document.querySelector("main").append(made);
  return made;
}

async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    tell(done);
  } catch {
    tell("浏览器不允许复制，请从地址栏或页面上复制。");
  }
}

let clearing;
function tell(words) {
  said.textContent = words;
  said.className = "toast";
  clearTimeout(clearing);
  clearing = setTimeout(() => {
    said.textContent = "";
  }, 4000);
}

/* Permalinks: the address bar shows the clause as well, since the link is followed. */

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.permalink");
  if (link && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
    copy(link.href, "已复制条款链接");
  }
});

/* Hashes. */

for (const code of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "复制";
  const of = code.closest("div, p, tr")?.querySelector("dt, span, th")?.textContent.trim();
  if (of) button.setAttribute("aria-label", `复制：${of}`);
  button.addEventListener("click", () => copy(code.textContent.trim(), "已复制"));
  code.after(button);
}

/* Terms: shown by hover and by focus, kept while the pointer is on them, gone with Escape. */

const TERMS = 'a[href^="#term-"]:not(.permalink)';
const tip = document.createElement("div");
tip.id = "term-tip";
tip.className = "tip";
tip.setAttribute("role", "tooltip");
tip.hidden = true;
document.body.append(tip);
let shown = null;
let waiting;

function meaning(link) {
  const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target) return [];
  const copied = target.cloneNode(true);
  for (const each of copied.querySelectorAll(".num, .permalink")) each.remove();
  const parts = [...copied.querySelectorAll("p, td")];
  return (parts.length ? parts : [copied]).map((part) => {
    const made = document.createElement("p");
    made.textContent = part.textContent.trim();
    return made;
  });
}

function put(link) {
  const edge = 8;
  const box = link.getClientRects()[0] ?? link.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const left = Math.max(edge, Math.min(box.left, width - tip.offsetWidth - edge));
  const below = box.bottom + edge + tip.offsetHeight <= innerHeight || box.top < tip.offsetHeight;
  const top = below ? box.bottom + 4 : box.top - tip.offsetHeight - 4;
  tip.style.left = `${left + scrollX}px`;
  tip.style.top = `${top + scrollY}px`;
}

function show(link) {
  clearTimeout(waiting);
  if (shown === link) return;
  hide();
  const words = meaning(link);
  if (!words.length) return;
  tip.replaceChildren(...words);
  tip.hidden = false;
  link.setAttribute("aria-describedby", tip.id);
  shown = link;
  put(link);
}

function hide() {
  clearTimeout(waiting);
  shown?.removeAttribute("aria-describedby");
  shown = null;
  tip.hidden = true;
}

function later(act, milliseconds) {
  clearTimeout(waiting);
  waiting = setTimeout(act, milliseconds);
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const link = event.target.closest?.(TERMS);
  if (link) later(() => show(link), 120);
  else if (event.target.closest?.("#term-tip")) clearTimeout(waiting);
  else if (shown && shown !== document.activeElement) later(hide, 250);
  else if (!shown) clearTimeout(waiting);
});
document.addEventListener("focusin", (event) => {
  const link = event.target.closest(TERMS);
  if (link?.matches(":focus-visible")) show(link);
  else hide();
});
document.addEventListener("focusout", () => later(hide, 0));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("#term-tip")) hide();
});
addEventListener("resize", hide);
