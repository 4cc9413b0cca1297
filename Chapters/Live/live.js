// What the live figures share: their data, which come when they are needed, and colours on canvases.
(() => {
  "use strict";

  const root = document.documentElement;
  const loads = {};

  /** What `assets/<name>-data.js` sets, `window.kindling<Name>`: the script is added when it is first asked for. */
  function load(name) {
    return (loads[name] ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = (root.dataset.root || "./") + "assets/" + name + "-data.js";
      script.onload = () => {
        const data = window["kindling" + name[0].toUpperCase() + name.slice(1)];
        if (data) resolve(data);
        else reject(new Error(script.src + " holds no data"));
      };
      script.onerror = () => {
        delete loads[name];
        script.remove();
        reject(new Error(script.src + " can’t be read"));
      };
      document.head.append(script);
    }));
  }

  /** The bytes that base64 stands for. */
  function bytes(base64) {
    const text = atob(base64);
    const result = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) result[i] = text.charCodeAt(i);
    return result;
  }

  /** What a WebAssembly module exports. It needs nothing from outside. */
  async function instantiate(wasm) {
    return (await WebAssembly.instantiate(wasm, {})).instance.exports;
  }

  /**
   * Draws amounts of ink from 0 to 1 on a canvas, row by row, one a pixel: in the page's ink, on whatever the canvas
   * stands on.
   */
  function drawInk(canvas, width, height, amount) {
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const context = canvas.getContext("2d");
    const pixels = context.createImageData(width, height);
    for (let i = 0; i < width * height; i++) pixels.data[4 * i + 3] = Math.round(255 * amount(i));
    context.putImageData(pixels, 0, 0);
    context.globalCompositeOperation = "source-in";
    context.fillStyle = getComputedStyle(document.body).color;
    context.fillRect(0, 0, width, height);
    context.globalCompositeOperation = "source-over";
  }

  /** Calls `draw` whenever the page's colours change. Canvases don't follow them by themselves. */
  function onColours(draw) {
    new MutationObserver(draw).observe(root, { attributes: true, attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  }

  /** A number as the text writes it: with a minus sign that is as wide as a plus. */
  const signed = (x, digits) => x.toFixed(digits).replace(/^-/, "−");

  window.kindlingLive = { load, bytes, instantiate, drawInk, onColours, signed };
})();
