/* The board: a card is dragged with the mouse, or picked up with space and moved with arrows. What moves is a shadow of the card; the card
   itself stays where React has put it until the server, told where it was put down, draws the board anew. */
(function () {
  let held = null; /* {card, shadow} while a card is in the hand */
  let last = null; /* the card that gets the focus back after the board was drawn anew */

  const board = () => document.querySelector(".board-k");
  const say = (words) => { document.getElementById("workforce-board-says").textContent = words; };
  const others = (list) => [...list.children].filter((one) => one !== held.card);
  const where = () => {
    const list = held.shadow.parentElement;
    return { list, place: others(list).indexOf(held.shadow) };
  };
  const told = (words) => {
    const { list, place } = where();
    return words.replace("{title}", held.card.dataset.title).replace("{column}", list.dataset.name).replace("{place}", place + 1);
  };
  const take = (card) => {
    const shadow = card.cloneNode(true);
    shadow.querySelectorAll("[id]").forEach((one) => one.removeAttribute("id"));
    shadow.classList.add("shadow");
    shadow.setAttribute("aria-hidden", "true");
    shadow.inert = true;
    card.classList.add("held");
    card.after(shadow);
    held = { card, shadow };
  };
  const drop = () => {
    if (!held) return;
    held.card.classList.remove("held");
    held.shadow.remove();
    held = null;
  };
  const put = () => {
    const { card } = held;
    const { list, place } = where();
    const before = others(card.parentElement).filter((one) => one !== held.shadow && one.compareDocumentPosition(card) & Node.DOCUMENT_POSITION_FOLLOWING).length;
    const moved = list !== card.parentElement || place !== before;
    say(told(board().dataset.dropped));
    drop();
    if (!moved) return;
    last = card.dataset.card;
    window.dash_clientside.set_props("workforce-board-move", { data: {
      card: card.dataset.card, revision: Number(card.dataset.revision), column: list.dataset.column, place, at: performance.now(),
    } });
  };

  document.addEventListener("dragstart", (event) => {
    const card = event.target.closest?.(".board-k .card-k[draggable=true]");
    if (!card) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.title);
    window.setTimeout(() => take(card)); /* the picture under the pointer is taken of the card as it was */
  });
  document.addEventListener("dragover", (event) => {
    const list = event.target.closest?.(".col-box")?.querySelector(".col-k");
    if (!held || !list) return;
    event.preventDefault();
    const after = others(list).filter((one) => one !== held.shadow).find((one) => {
      const box = one.getBoundingClientRect();
      return event.clientY < box.top + box.height / 2;
    });
    list.insertBefore(held.shadow, after || null);
  });
  document.addEventListener("drop", (event) => {
    if (!held || !event.target.closest?.(".board-k")) return;
    event.preventDefault();
    put();
  });
  document.addEventListener("dragend", drop);

  document.addEventListener("keydown", (event) => {
    const card = event.target.closest?.("[data-grip]")?.closest(".card-k");
    if (!card) return;
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      if (held) put(); else { take(card); say(told(board().dataset.grabbed)); }
      return;
    }
    if (!held) return;
    const { list, place } = where();
    const lists = [...board().querySelectorAll(".col-k")];
    const at = lists.indexOf(list);
    const beside = others(list);
    if (event.key === "Escape") { drop(); say(board().dataset.left); }
    else if (event.key === "ArrowUp" && place > 0) beside[place - 1].before(held.shadow);
    else if (event.key === "ArrowDown" && place < beside.length - 1) beside[place + 1].after(held.shadow);
    else if (event.key === "ArrowLeft" && at > 0) lists[at - 1].prepend(held.shadow);
    else if (event.key === "ArrowRight" && at < lists.length - 1) lists[at + 1].prepend(held.shadow);
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (held) say(told(board().dataset.over));
  }, true);

  new MutationObserver(() => {
    if (!last) return;
    const grip = document.querySelector(`.card-k[data-card="${CSS.escape(last)}"] [data-grip]`);
    if (!grip) return;
    if (!document.activeElement || document.activeElement === document.body) grip.focus();
  }).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("focusin", () => { last = null; });
})();
