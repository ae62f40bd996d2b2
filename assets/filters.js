/* The field that searches within a list speaks when the typing rests. Before Dash hears it, and never from a page that was left. */
(function () {
  const REST = 250;
  const said = new WeakSet();
  const resting = new WeakMap();
  const speak = (field) => {
    if (!field.isConnected) return;
    const event = new Event("input", { bubbles: true });
    said.add(event);
    field.dispatchEvent(event);
  };
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (said.has(event) || !field.classList.contains("find-list")) return;
    event.stopImmediatePropagation();
    window.clearTimeout(resting.get(field));
    resting.set(field, window.setTimeout(speak, REST, field));
  }, true);
})();
