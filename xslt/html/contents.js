// The section that is being read, marked in the contents.
"use strict";

{
  const links = [...document.querySelectorAll(".contents a")];
  const heads = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  let waiting = false;

  const mark = () => {
    waiting = false;
    const line = innerHeight * 0.3;
    let current = -1;
    while (current + 1 < heads.length && heads[current + 1].getBoundingClientRect().top < line) current += 1;
    links.forEach((link, index) => {
      if (index === current) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    });
  };

  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(mark);
  };

  if (links.length) {
    addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon);
    mark();
  }
}
