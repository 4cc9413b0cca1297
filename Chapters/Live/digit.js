// The page with the network: a reader draws a digit or chooses one, and LeNet reads it, here, in the browser.
(() => {
  "use strict";

  const { load, bytes, instantiate, drawInk, onColours, signed, mnistImage, LeNet, Sheet } = window.kindlingLive;
  const SIDE = 280;
  const TURN = 15;

  function wire(figure) {
    const find = (selector) => figure.querySelector(selector);
    const [pad, seen, answer] = [find(".pad"), find(".seen"), find(".answer")];
    const rows = [...figure.querySelectorAll(".probabilities tbody tr")];
    const samples = [...figure.querySelectorAll(".sample")];
    const sheet = new Sheet(SIDE);

    /** What was on the sheet before it was turned, and by how much it is turned. */
    let upright = null;
    let angle = 0;
    /** The network's input: a test image as it is, or what the sheet shows; null if nothing is drawn. */
    let image = null;
    let result = null;
    let network = null;

    // Reading -------------------------------------------------------------------------------------------------------

    /** Loads the network when it is first needed. */
    async function begin() {
      network ??= load("digit").then(async ({ wasm, weights }) =>
        new LeNet(await instantiate(bytes(wasm)), bytes(weights)));
      try {
        return await network;
      } catch (error) {
        network = null;
        answer.textContent = `The network can’t be loaded: ${error.message}.`;
        return null;
      }
    }

    /** Nothing is quite certain, and nothing impossible. */
    function percent(probability) {
      if (probability >= 0.9995) return "> 99.9 %";
      return probability < 0.0005 ? "< 0.1 %" : (100 * probability).toFixed(1) + " %";
    }

    /** Reads what is there, and shows it. The answer is said only when a stroke has ended, not all the time. */
    async function read(newImage, isDone) {
      image = newImage;
      const model = image && (await begin());
      // Another stroke may have come meanwhile.
      if (image !== newImage || (image && !model)) return;
      try {
        result = image && model.run(image);
      } catch (error) {
        network = null;
        answer.textContent = `The network has stopped: ${error.message}.`;
        return;
      }
      show();
      if (isDone) tell();
    }

    const readSheet = (isDone) => read(mnistImage(sheet.picture), isDone);

    function tell() {
      if (!result) {
        answer.textContent = sheet.isEmpty ? "Draw a digit." : "There is nothing to read yet.";
        return;
      }
      const probabilities = Array.from(result.logProbabilities, Math.exp);
      const [first, second] = [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]);
      const rest = probabilities[second] < 0.0005 ? "" : `; then a ${second}: ${percent(probabilities[second])}`;
      answer.textContent = `It reads a ${first}: ${percent(probabilities[first])}${rest}.`;
    }

    // Showing -------------------------------------------------------------------------------------------------------

    /** A layer's maps in a grid on one canvas, all on one scale: full ink is the layer's largest number. */
    function drawMaps(canvas, maps, columns) {
      const gap = 1;
      const [height, width] = [Number(canvas.dataset.height), Number(canvas.dataset.width)];
      const count = Number(canvas.dataset.count);
      const [cellHeight, cellWidth] = [height + gap, width + gap];
      const most = maps ? maps.values.reduce((a, b) => Math.max(a, b), 0) : 0;
      drawInk(canvas, columns * cellWidth - gap, Math.ceil(count / columns) * cellHeight - gap, (i) => {
        const [row, column] = [Math.floor(i / (columns * cellWidth - gap)), i % (columns * cellWidth - gap)];
        const [r, c] = [row % cellHeight, column % cellWidth];
        if (r === height || c === width) return 0.25;
        if (most === 0) return 0;
        const map = Math.floor(row / cellHeight) * columns + Math.floor(column / cellWidth);
        return maps.values[(r * width + c) * count + map] / most;
      });
    }

    function show() {
      drawInk(pad, SIDE, SIDE, (i) => 1 - sheet.samples[i] / 255);
      drawInk(seen, 28, 28, (i) => (image ? image[i] : 0));
      for (const [layer, canvas] of figure.querySelectorAll(".maps canvas").entries()) {
        drawMaps(canvas, result?.maps[layer], Number(canvas.dataset.columns));
      }
      const best = result && result.logProbabilities.indexOf(Math.max(...result.logProbabilities));
      for (const [digit, row] of rows.entries()) {
        const probability = result ? Math.exp(result.logProbabilities[digit]) : 0;
        row.querySelector(".share").textContent = result ? percent(probability) : "–";
        row.querySelector(".log").textContent = result ? signed(result.logProbabilities[digit], 4) : "–";
        row.querySelector(".bar").style.width = `${100 * probability}%`;
        row.classList.toggle("best", digit === best);
      }
    }

    // Drawing -------------------------------------------------------------------------------------------------------

    let pen = null;
    let isWaiting = false;

    function place(event) {
      const box = pad.getBoundingClientRect();
      const border = pad.clientLeft;
      return [
        ((event.clientX - box.left - border) * SIDE) / pad.clientWidth,
        ((event.clientY - box.top - border) * SIDE) / pad.clientHeight,
      ];
    }

    function choose(button) {
      for (const sample of samples) sample.setAttribute("aria-pressed", String(sample === button));
      [upright, angle] = [null, 0];
    }

    function strokeTo(event) {
      const next = place(event);
      sheet.stroke(pen.place, next, Number(find("[name=pen]").value));
      pen.place = next;
    }

    /** Reads at most once a frame. */
    function readSoon() {
      if (isWaiting) return;
      isWaiting = true;
      requestAnimationFrame(() => {
        isWaiting = false;
        if (pen) readSheet(false);
      });
    }

    pad.addEventListener("pointerdown", (event) => {
      if (pen || event.button !== 0) return;
      event.preventDefault();
      pad.setPointerCapture(event.pointerId);
      choose(null);
      pen = { id: event.pointerId, place: place(event) };
      strokeTo(event);
      show();
      readSoon();
    });
    pad.addEventListener("pointermove", (event) => {
      if (event.pointerId !== pen?.id) return;
      const all = event.getCoalescedEvents?.() ?? [];
      for (const part of all.length > 0 ? all : [event]) strokeTo(part);
      drawInk(pad, SIDE, SIDE, (i) => 1 - sheet.samples[i] / 255);
      readSoon();
    });
    for (const kind of ["pointerup", "pointercancel"]) {
      pad.addEventListener(kind, (event) => {
        if (event.pointerId !== pen?.id) return;
        pen = null;
        readSheet(true);
      });
    }

    // Buttons -------------------------------------------------------------------------------------------------------

    for (const button of samples) {
      const digit = bytes(button.dataset.pixels);
      const canvas = document.createElement("canvas");
      button.prepend(canvas);
      const draw = () => drawInk(canvas, 28, 28, (i) => digit[i] / 255);
      draw();
      onColours(draw);
      button.addEventListener("click", () => {
        choose(button);
        sheet.show(digit);
        show();
        read(Float32Array.from(digit, (byte) => byte / 256), true);
      });
    }

    find(".clear").addEventListener("click", () => {
      choose(null);
      sheet.clear();
      show();
      readSheet(true);
    });

    function turn(degrees) {
      const [before, turned] = [upright ?? sheet.samples.slice(), angle + degrees];
      choose(null);
      [upright, angle] = [before, turned];
      sheet.turn(upright, angle);
      show();
      readSheet(true);
    }
    find(".left").addEventListener("click", () => turn(-TURN));
    find(".right").addEventListener("click", () => turn(TURN));

    find("[type=file]").addEventListener("change", async (event) => {
      const [file] = event.target.files;
      event.target.value = "";
      if (!file) return;
      try {
        const [picture, preview] = await pictureOf(file);
        choose(null);
        sheet.samples.set(preview);
        show();
        const found = mnistImage(picture);
        await read(found, true);
        if (!found) answer.textContent = "Nothing is drawn in that picture: all of it has nearly one colour.";
      } catch {
        answer.textContent = "That file is no picture that this browser can read.";
      }
    });

    onColours(show);
    figure.hidden = false;
    show();
  }

  /** The pixels of a picture file, at most 1,000 a side, and how it looks in grey on the sheet. */
  async function pictureOf(file) {
    const bitmap = await createImageBitmap(file);
    const pixels = (width, height, draw) => {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext("2d");
      draw(context);
      return context.getImageData(0, 0, width, height).data;
    };
    const scale = Math.min(1, 1000 / Math.max(bitmap.width, bitmap.height));
    const [width, height] = [bitmap.width, bitmap.height].map((size) => Math.max(Math.round(size * scale), 1));
    const samples = pixels(width, height, (context) => context.drawImage(bitmap, 0, 0, width, height));
    const fit = SIDE / Math.max(width, height);
    const onSheet = pixels(SIDE, SIDE, (context) => {
      context.fillStyle = "white";
      context.fillRect(0, 0, SIDE, SIDE);
      context.drawImage(bitmap, (SIDE - width * fit) / 2, (SIDE - height * fit) / 2, width * fit, height * fit);
    });
    bitmap.close();
    const preview = Uint8Array.from({ length: SIDE * SIDE }, (_, i) =>
      Math.round(0.299 * onSheet[4 * i] + 0.587 * onSheet[4 * i + 1] + 0.114 * onSheet[4 * i + 2]));
    return [{ width, height, channels: 4, samples }, preview];
  }

  for (const figure of document.querySelectorAll('[data-live="digit"]')) wire(figure);
})();
