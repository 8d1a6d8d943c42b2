// Loads an open page of the preview again when what it shows has changed, and leads to what is to be mended.
(() => {
  const EVENTS = "/.xem-truoc/su-kien";
  const ERRORS = "/.xem-truoc/loi";
  const TOLD = "xem-truoc-da-bao";
  const shown = document.currentScript.dataset;
  const isErrors = "quayLai" in document.body.dataset;
  let source = null;

  function follow(state) {
    if (state.fault && state.fault !== shown.loi && sessionStorage.getItem(TOLD) !== state.fault) {
      sessionStorage.setItem(TOLD, state.fault); // once: the way back to the last good page stays open
      const here = isErrors ? document.body.dataset.quayLai : location.pathname + location.search;
      location.replace(`${ERRORS}?tu=${encodeURIComponent(here)}`);
    } else if (isErrors && shown.loi && !state.fault) {
      location.replace(document.body.dataset.quayLai);
    } else if (state.generation !== shown.ban || (isErrors && state.fault !== shown.loi)) {
      location.reload();
    } else {
      mark(state.problems);
    }
  }

  function mark(count) {
    document.querySelector(".xem-truoc-dai")?.remove();
    if (!count || isErrors) return;
    const strip = document.createElement("a");
    strip.className = "xem-truoc-dai";
    strip.href = `${ERRORS}?tu=${encodeURIComponent(location.pathname + location.search)}`;
    strip.textContent = `Có ${count} chỗ cần sửa trong nội dung. Xem từng chỗ`;
    document.body.append(strip);
  }

  // Only a page that is looked at listens: a browser opens six connections to a server, and no more.
  function listen() {
    source?.close();
    source = null;
    if (document.hidden) return;
    source = new EventSource(EVENTS);
    source.onmessage = (event) => follow(JSON.parse(event.data));
  }

  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => event.persisted && listen());
  listen();
})();
