// Tributary: remembers through which referral link a visitor came to this page.
//   <script src="https://go.example/tb.js" defer></script>
// The manual is docs/EMBED.md. Nothing here throws into the page. For a visitor who asked not to be
// tracked, and before the consent that the page says it needs, nothing is stored or sent.
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script || !script.src || window.tributary) return;

  const CLICK_ID = /^clk_[0-7][0-9a-hjkmnp-tv-z]{25}$/;
  const PATIENCE_MS = 5000;
  const { windowDays, cookieDomain, consent: needed } = script.dataset;
  const service = new URL("track-click", script.src);
  const query = new URLSearchParams(location.search);
  const optedOut = navigator.doNotTrack === "1" || navigator.globalPrivacyControl === true;

  let allowed = false; // what consent and the visitor's own wish amount to
  let clickId = null; // as far as it is known now
  let found = null; // the promise of it, once it is looked for
  let unsent = null; // a click that has to be sent when the page goes

  // The service refuses control characters, and halves of a pair such as a cut can leave.
  const text = (value, max = 255) =>
    (value || "").slice(0, max).replace(/[\p{Cc}\p{Cs}]/gu, "").trim() || undefined;

  const cookie = (name) => (document.cookie.match(`(?:^|; )${name}=([^;]*)`) || [])[1];

  function writeCookie(name, value, days) {
    document.cookie =
      `${name}=${value}; Path=/; SameSite=Lax; Max-Age=${days * 86400}` +
      (cookieDomain ? `; Domain=${cookieDomain}` : "") +
      (location.protocol === "https:" ? "; Secure" : "");
  }

  function keep(id) {
    if (allowed && CLICK_ID.test(id)) {
      clickId = id;
      writeCookie("tb_click", id, +windowDays || 30);
      if (!CLICK_ID.test(cookie("tb_first"))) writeCookie("tb_first", id, +windowDays || 30);
    }
  }

  // A reload is the same visit: what this tab has sent once is not sent again.
  async function find() {
    const kept = cookie("tb_click");
    if (CLICK_ID.test(kept)) clickId = kept;
    const given = query.get("tb_click");
    const code = text(query.get("ref") || query.get("via"), 64);
    if (CLICK_ID.test(given)) keep(given);
    else if (code && sessionStorage.tb_ref !== code) await send(code);
    return clickId;
  }

  async function send(code) {
    const first = cookie("tb_first");
    const body = JSON.stringify({
      code,
      referrer: text(document.referrer, 2048),
      sub_id: text(query.get("sub_id")),
      utm_source: text(query.get("utm_source")),
      utm_medium: text(query.get("utm_medium")),
      utm_campaign: text(query.get("utm_campaign")),
      first_click_id: CLICK_ID.test(first) ? first : undefined,
    });
    // Where a request cannot outlive its page (keepalive), the page's end sends it once more.
    unsent = "keepalive" in Request.prototype ? null : body;
    const headers = { "Content-Type": "application/json" };
    const request = { method: "POST", headers, body, credentials: "omit", keepalive: true };
    const answer = await fetch(service, request).catch(() => ({ status: 503 }));
    const again = answer.status === 429 || answer.status >= 500;
    unsent = again ? body : null;
    if (!again && allowed) sessionStorage.tb_ref = code;
    if (answer.ok) keep((await answer.json()).click_id);
  }

  async function forget() {
    clickId = found = null;
    writeCookie("tb_click", "", 0);
    writeCookie("tb_first", "", 0);
    sessionStorage.removeItem("tb_ref");
    return null;
  }

  let settle;
  const ready = new Promise((resolve) => (settle = resolve));

  function consent(given) {
    allowed = given === true && !optedOut;
    const answer = (allowed ? (found = found || find()) : forget()).catch(() => clickId);
    answer.then(settle);
    setTimeout(() => settle(clickId), PATIENCE_MS);
  }

  addEventListener("pagehide", () => {
    if (unsent && allowed) {
      navigator.sendBeacon(service, new Blob([unsent], { type: "application/json" }));
      unsent = null;
    }
  });

  window.tributary = { clickId: () => clickId, ready, consent };
  if (optedOut || needed === undefined) consent(true);
})();
