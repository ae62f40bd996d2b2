/* Live changes: one stream of events → a counter per topic in a store → ordinary callbacks. Nothing but topics comes over the stream.
   A page says what it wants to hear by elements with data-live="cases case:<id>"; one's own notifications are always heard. */
(function () {
  const stores = { cases: "shell-live-cases", case: "shell-live-case", figures: "shell-live-figures", board: "shell-live-board", jobs: "shell-live-jobs", user: "shell-live-user" };
  const MINUTE = 60000;
  let source = null;
  let heard = "";
  let counter = 0;
  let waiting = new Set();
  let told = 0;
  let timer = 0;
  let failures = 0;

  const wanted = () => {
    const topics = new Set(["cases"]);
    for (const marked of document.body.querySelectorAll("[data-live]")) marked.dataset.live.split(/\s+/).filter(Boolean).forEach((topic) => topics.add(topic));
    return [...topics].sort().join(",");
  };
  const show = (isLive) => { document.documentElement.dataset.live = isLive ? "on" : "lost"; };

  /* at most one wave of refreshes in 0.7 s, the first at once */
  const tell = (topics) => {
    topics.forEach((topic) => waiting.add(topic));
    if (timer) return;
    timer = window.setTimeout(() => {
      timer = 0;
      told = Date.now();
      const kinds = new Set([...waiting].map((topic) => topic.split(":")[0]));
      waiting = new Set();
      counter += 1;
      for (const kind of kinds) if (stores[kind]) window.dash_clientside.set_props(stores[kind], { data: counter });
    }, Math.max(60, 700 - (Date.now() - told)));
  };
  const everything = () => tell(Object.keys(stores));

  const open = () => {
    if (source) source.close();
    heard = wanted();
    source = new EventSource("/live?topics=" + encodeURIComponent(heard));
    source.addEventListener("hello", () => {
      if (failures) everything();
      failures = 0;
      show(true);
    });
    source.onmessage = (event) => tell(JSON.parse(event.data));
    source.onerror = () => {
      failures += 1;
      show(false);
      if (source.readyState === EventSource.CLOSED) {
        source.close();
        window.setTimeout(open, Math.min(30000, 1000 * 2 ** Math.min(failures, 5)));
      }
    };
  };

  /* what a killed process could not tell is caught up with by the minute, and so is everything without a connection */
  window.setInterval(() => { if (!document.hidden && Date.now() - told > MINUTE - 1000) everything(); }, MINUTE);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() - told > MINUTE) everything(); });

  let noticed = 0;
  new MutationObserver(() => {
    if (noticed) return;
    noticed = window.setTimeout(() => { noticed = 0; if (source && wanted() !== heard) open(); }, 200);
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-live"] });

  const start = () => {
    if (document.getElementById("shell-app") && window.dash_clientside && window.dash_clientside.set_props) open();
    else window.setTimeout(start, 150);
  };
  start();
})();
