// The switches of a page, and its state in the address: ?text=transmitted&references=written&open=n3,n9&pinned=n4
"use strict";

const state = {
  get(name) {
    return new URLSearchParams(location.search).get(name) ?? "";
  },
  list(name) {
    return this.get(name).split(",").filter(Boolean);
  },
  set(name, value, hash = location.hash) {
    const query = new URLSearchParams(location.search);
    if (value) query.set(name, value);
    else query.delete(name);
    const search = query.toString().replaceAll("%2C", ",");
    try {
      history.replaceState(null, "", (search ? `?${search}` : location.pathname) + hash);
    } catch {
      // Some browsers keep the address of a file as it is.
    }
  },
};

{
  const root = document.documentElement;
  const panel = document.querySelector(".display");

  const show = (name, value) => {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
  };

  const keepTheme = (value) => {
    try {
      localStorage.setItem("ibidem-theme", value);
    } catch {
      // It holds for this page.
    }
  };

  panel.hidden = false;
  for (const input of panel.querySelectorAll("input")) {
    const isTheme = input.name === "theme";
    const now = isTheme ? (root.dataset.theme ?? "") : state.get(input.name);
    input.checked = input.value === now;
    if (input.checked) show(input.name, input.value);
    input.addEventListener("change", () => {
      show(input.name, input.value);
      if (isTheme) keepTheme(input.value);
      else state.set(input.name, input.value);
    });
  }
  // A value in the address that no switch has is none.
  for (const group of panel.querySelectorAll("fieldset")) {
    if (!group.querySelector(":checked")) group.querySelector("input").checked = true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.open) return;
    panel.open = false;
    panel.querySelector("summary").focus();
    event.stopImmediatePropagation();
  });
  document.addEventListener("click", (event) => {
    if (!panel.contains(event.target)) panel.open = false;
  });
}
