// One menu at a time, beside the button that opened it.

const popup = document.getElementById("popup");
let opener = null;

export function openPopup(anchor, nodes) {
  if (opener === anchor) {
    closePopup();
    return;
  }
  closePopup();
  opener = anchor;
  anchor.setAttribute("aria-expanded", "true");
  popup.replaceChildren(...nodes.filter(Boolean));
  popup.hidden = false;
  const edge = anchor.getBoundingClientRect();
  const left = Math.min(Math.max(8, edge.right - popup.offsetWidth), innerWidth - popup.offsetWidth - 8);
  const below = edge.bottom + 6 + popup.offsetHeight < innerHeight;
  popup.style.left = `${left}px`;
  popup.style.top = `${below ? edge.bottom + 6 : Math.max(8, edge.top - 6 - popup.offsetHeight)}px`;
  popup.querySelector("[role=menuitem]")?.focus();
}

export function closePopup() {
  if (!opener) return;
  popup.hidden = true;
  opener.setAttribute("aria-expanded", "false");
  if (popup.contains(document.activeElement)) opener.focus();
  opener = null;
}

popup.addEventListener("click", () => setTimeout(closePopup));
popup.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...popup.querySelectorAll("[role=menuitem]")];
  items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
});
document.addEventListener("pointerdown", (event) => {
  if (opener && !popup.contains(event.target) && !opener.contains(event.target)) closePopup();
});
document.getElementById("scroll").addEventListener("scroll", closePopup);
