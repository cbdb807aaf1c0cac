// Notes where the eye is. With room each note stands beside its call; without, a button opens it under the line. A pinned note stays in view.
"use strict";

{
  const section = document.querySelector(".notes");
  const list = section?.querySelector("ol");
  const items = list ? [...list.children] : [];
  const callOf = (note) => document.getElementById(`${note.id}-ref`);
  const noteOf = (call) => document.getElementById(decodeURIComponent(call.hash.slice(1)));

  // BESIDE THE TEXT

  const wide = matchMedia("screen and (min-width: 70rem)");
  const GAP = 9; // pixels between two notes
  const SHORTEST = 240; // pixels that a folded note has at least
  let waiting = false;

  const fold = (item, height) => {
    item.querySelector(".note").style.maxHeight = height ? `${height}px` : "";
    item.classList.toggle("is-folded", Boolean(height));
    item.querySelector(".more").hidden = !height;
  };

  // Each note at the height of its call, or under the note before it; a long one is folded where the next would have to give way.
  // All is measured before anything moves.
  const place = () => {
    waiting = false;
    if (!wide.matches) {
      for (const item of items) {
        item.style.top = "";
        fold(item, 0);
      }
      section.style.minHeight = "";
      return;
    }
    const origin = section.getBoundingClientRect().top;
    const wanted = items.map((item) => {
      const call = callOf(item);
      return call && !section.contains(call) ? Math.round(call.getBoundingClientRect().top - origin) - 5 : 0;
    });
    const heights = items.map((item) => item.querySelector(".note").scrollHeight);
    let free = 0;
    items.forEach((item, index) => {
      const top = Math.max(free, wanted[index]);
      const room = Math.max(SHORTEST, (wanted[index + 1] ?? Infinity) - top - GAP);
      const isFolded = heights[index] > room + 60 && !item.classList.contains("is-unfolded");
      fold(item, isFolded ? room - 24 : 0);
      item.style.top = `${top}px`;
      free = top + (isFolded ? room : heights[index]) + GAP;
    });
    section.style.minHeight = `${free}px`;
  };

  const unfold = (item) => {
    item.classList.add("is-unfolded");
    place();
  };

  const placeSoon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(place);
  };

  // UNDER THE LINE OF THE CALL

  // A copy of a note: every id is on the page once.
  const copy = (note) => {
    const clone = note.querySelector(".note").cloneNode(true);
    clone.removeAttribute("id");
    for (const node of clone.querySelectorAll("[id]")) node.removeAttribute("id");
    for (const node of clone.querySelectorAll(".call button")) node.remove();
    return clone;
  };

  const written = (note, tag, name) => {
    const holder = document.createElement(tag);
    holder.className = name;
    holder.dataset.copy = note.id;
    for (const attribute of ["lang", "dir"]) {
      if (note.hasAttribute(attribute)) holder.setAttribute(attribute, note.getAttribute(attribute));
    }
    const number = note.querySelector(".number").cloneNode(true);
    number.removeAttribute("role");
    holder.append(number, copy(note));
    return holder;
  };

  const buttonOf = (note) => callOf(note)?.parentElement.querySelector("button");
  const opened = (note) => document.getElementById(`open-${note.id}`);

  const open = (note) => {
    const button = buttonOf(note);
    if (!button || opened(note)) return;
    const panel = written(note, "div", "note-open");
    panel.id = `open-${note.id}`;
    panel.setAttribute("role", "note");
    panel.setAttribute("aria-label", button.getAttribute("aria-label"));
    panel.querySelector(".close").hidden = false;
    button.closest(".call").after(panel);
    button.setAttribute("aria-expanded", "true");
    button.setAttribute("aria-controls", panel.id);
    remember();
  };

  const close = (note) => {
    const button = buttonOf(note);
    opened(note)?.remove();
    button.setAttribute("aria-expanded", "false");
    button.removeAttribute("aria-controls");
    button.focus();
    remember();
  };

  const remember = () => state.set("open", items.filter(opened).map((note) => note.id).join(","));

  // KEPT IN VIEW

  const shelf = document.getElementById("shelf");
  let pinned = [];

  const shelve = () => {
    shelf.hidden = pinned.length === 0;
    shelf.querySelector("ul").replaceChildren(...pinned.map((id) => written(document.getElementById(id), "li", "")));
    for (const button of document.querySelectorAll(".pin")) {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(pinned.includes(button.dataset.note)));
    }
    state.set("pinned", pinned.join(","));
  };

  const pin = (button) => {
    const id = button.dataset.note;
    const wasOnShelf = shelf.contains(button);
    pinned = pinned.includes(id) ? pinned.filter((other) => other !== id) : [...pinned, id];
    shelve();
    if (wasOnShelf) (shelf.querySelector(".pin") ?? document.getElementById(id).querySelector(".pin")).focus({ preventScroll: true });
  };

  // EVENTS

  const light = (note, on) => {
    note.classList.toggle("is-lit", on);
    callOf(note)?.classList.toggle("is-lit", on);
  };

  const lightOnly = (note) => {
    for (const item of items) if (item.classList.contains("is-lit")) light(item, false);
    if (note) light(note, true);
  };

  const noteAt = (target) => {
    const call = target.closest?.("a[role='doc-noteref']");
    return call ? noteOf(call) : (target.closest?.(".notes li") ?? null);
  };

  // With room, going from a call to its note and back moves the focus and not the page.
  const stepAcross = (event) => {
    const call = event.target.closest("a[role='doc-noteref']");
    const number = event.target.closest(".notes .number");
    if (!wide.matches || event.ctrlKey || event.metaKey || event.shiftKey || !(call || number)) return;
    const note = call ? noteOf(call) : number.closest("li");
    const goal = call ? note.querySelector(".number") : callOf(note);
    if (!goal) return;
    event.preventDefault();
    goal.focus({ preventScroll: true });
    (call ? note : goal).scrollIntoView({ block: "nearest" });
    state.set("", "", call ? call.hash : number.hash);
  };

  const onClick = (event) => {
    stepAcross(event);
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches(".pin")) pin(button);
    else if (button.matches(".more")) {
      const item = button.closest("li");
      item.querySelector(".number").focus({ preventScroll: true });
      unfold(item);
    }
    else if (button.matches(".note-open .close")) close(document.getElementById(button.closest(".note-open").dataset.copy));
    else if (button.matches(".call button")) {
      const note = noteOf(button.nextElementSibling);
      if (opened(note)) close(note);
      else open(note);
    }
  };

  // Escape closes the note that has the focus, its own or that of its button; else the last one that is open.
  const onEscape = (event) => {
    if (event.key !== "Escape" || wide.matches) return;
    const panels = [...document.querySelectorAll(".note-open")];
    const active = document.activeElement;
    const panel = active.closest(".note-open") ?? document.getElementById(active.getAttribute("aria-controls")) ?? panels.at(-1);
    if (panel) close(document.getElementById(panel.dataset.copy));
  };

  if (section) {
    for (const call of document.querySelectorAll("a[role='doc-noteref']")) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = call.textContent;
      button.setAttribute("aria-label", call.getAttribute("aria-label"));
      button.setAttribute("aria-expanded", "false");
      call.before(button);
    }
    const known = (name) => state.list(name).filter((id) => items.includes(document.getElementById(id)));
    const [openAtFirst, pinnedAtFirst] = [known("open"), known("pinned")];
    for (const id of openAtFirst) open(document.getElementById(id));
    pinned = pinnedAtFirst;
    shelve();
    document.addEventListener("click", onClick);
    document.addEventListener("keydown", onEscape);
    for (const kind of ["mouseover", "focusin"]) document.addEventListener(kind, (event) => wide.matches && lightOnly(noteAt(event.target)));
    // What the keyboard reaches is seen.
    list.addEventListener("focusin", (event) => {
      const item = event.target.closest(".is-folded");
      if (item && event.target.matches(".note *")) unfold(item);
    });

    const observer = new ResizeObserver(placeSoon);
    observer.observe(document.querySelector("article"));
    for (const item of items) observer.observe(item);
    wide.addEventListener("change", placeSoon);
    document.fonts.ready.then(placeSoon);
    place();
  }
}
