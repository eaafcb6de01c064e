// What a page can do beyond being read: copy, print, close the drawer by key, tell who opened it as a Mini App.
"use strict";

const byId = (id) => document.getElementById(id);

function said(text) {
  const place = byId("said");
  if (place) place.textContent = text;
}

async function copyReference() {
  const text = byId("reference").textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const range = document.createRange();
    range.selectNodeContents(byId("reference"));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    if (!document.execCommand("copy")) return said("请手动复制上面选中的文字");
  }
  return said(byId("copy").dataset.done);
}

function tools() {
  const copy = byId("copy");
  const print = byId("print");
  if (!copy) return;
  copy.hidden = print.hidden = false;
  copy.addEventListener("click", copyReference);
  print.addEventListener("click", () => window.print());
}

// The drawer is open while the address ends in #outline.
function drawer() {
  const outline = byId("outline");
  if (!outline) return;
  const open = () => location.hash === "#outline";
  const close = () => {
    history.replaceState(null, "", location.pathname + location.search);
    const here = scrollY;
    location.hash = "#text";
    scrollTo(0, here);
    byId("outline-open").focus({ preventScroll: true });
  };
  byId("outline-close").addEventListener("click", (event) => {
    event.preventDefault();
    close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open()) close();
  });
  document.addEventListener("click", (event) => {
    if (open() && !outline.contains(event.target) && event.target.id !== "outline-open") close();
  });
  addEventListener("hashchange", () => {
    if (!open()) return;
    outline.focus({ preventScroll: true });
    outline.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
  });
  outline.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}

// Telegram gives a Mini App its launch parameters behind the #.
function launch() {
  const data = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData");
  return data ?? "";
}

async function proveMyself(initData) {
  const asked = new URLSearchParams(location.search);
  const body = JSON.stringify({ pass: asked.get("p") ?? "", evidence: asked.get("e") ?? "", init_data: initData });
  const answer = await fetch(`${location.pathname}/open`, { method: "POST", body, headers: { "Content-Type": "application/json" } });
  const told = await answer.json();
  if (answer.ok && document.body.dataset.pass) location.replace(told.address);
  else if (!answer.ok && document.body.dataset.pass) byId("reason").textContent = told.error;
  else if (!answer.ok) location.replace(location.pathname);
}

function miniApp() {
  const initData = launch();
  if (initData) proveMyself(initData).catch(() => said("网络不通，请稍后再试"));
}

function showEvidence() {
  if (!location.hash || location.hash.includes("tgWebAppData")) byId("evidence")?.scrollIntoView({ block: "center" });
}

tools();
drawer();
miniApp();
showEvidence();
