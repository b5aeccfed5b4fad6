// The sample page at /demo. A real site needs none of this: the tag in the page's head is enough.
const show = (id, text) => (document.getElementById(id).textContent = text);

const describe = () => {
  const click = window.tributary.clickId();
  show("click", click || "none: this visit came through no link");
  show("registration", click || "clk_…");
  show("cookie", click ? "in the cookie tb_click" : "no");
};

document.querySelectorAll("var").forEach((place) => (place.textContent = location.origin));
show("code", new URLSearchParams(location.search).get("ref") || "none");
window.tributary.ready.then(describe);

document.getElementById("forget").addEventListener("click", () => {
  window.tributary.consent(false);
  describe();
});

// People paste what they were sent, which is the whole link.
const ref = document.getElementById("ref");
ref.form.addEventListener("submit", () => (ref.value = ref.value.trim().replace(/^.*\/r\//, "")));
