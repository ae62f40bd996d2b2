/* Dash's drop-down takes the keyboard through an invisible field that is hidden from screen readers. Let its button take it instead. */
(function () {
  const mend = (root) => {
    for (const proxy of root.querySelectorAll(".dash-dropdown-focus-target[tabindex='0']")) {
      const button = proxy.parentElement.querySelector("button.dash-dropdown");
      if (!button) continue;
      proxy.tabIndex = -1;
      button.tabIndex = 0;
    }
  };
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (node.nodeType === 1) mend(node.parentElement || node);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
