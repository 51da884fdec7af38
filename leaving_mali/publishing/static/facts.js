// Facts open their card on hover and focus by CSS alone. This adds: the first tap on a touch screen opens
// the card instead of following the link, Escape closes it, and a tap elsewhere closes it.
(() => {
  const open = () => document.querySelector(".fact.open");
  const close = () => open()?.classList.remove("open");
  let touched = false;
  document.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch"; });
  document.addEventListener("click", (event) => {
    const fact = event.target.closest?.(".fact");
    if (fact !== open()) close();
    if (fact && touched && event.target.closest(".fact-value") && !fact.classList.contains("open")) {
      event.preventDefault();
      fact.classList.add("open");
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    close();
    const fact = document.querySelector(".fact:hover, .fact:focus-within");
    if (!fact) return;
    fact.classList.add("closed");
    const reopen = () => fact.classList.remove("closed");
    fact.addEventListener("pointerleave", reopen, { once: true });
    fact.addEventListener("focusout", reopen, { once: true });
  });
})();
