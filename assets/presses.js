/* A pressed button with a dict id tells the store of its kind. While the event is still on its way down: some menus keep clicks to themselves. */
(function () {
  document.addEventListener("click", (event) => {
    const button = event.target.closest('button[id^="{"], a[id^="{"]');
    if (!button || button.disabled || button.getAttribute("aria-disabled") === "true" || button.classList.contains("disabled")) return;
    const id = JSON.parse(button.id);
    if (!document.querySelector(`[data-presses="${CSS.escape(id.type)}"]`)) return;
    window.dash_clientside.set_props(`${id.type}-pressed`, { data: { ...id, at: performance.now() } });
  }, true);
})();
