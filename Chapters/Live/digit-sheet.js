// A sheet of paper to draw on: numbers from 0 (ink) to 255 (paper). The strokes are drawn by hand, not by the browser,
// so that the same strokes give the same numbers everywhere.
(() => {
  "use strict";

  class Sheet {
    constructor(side) {
      this.side = side;
      this.samples = new Uint8Array(side * side).fill(255);
    }

    get isEmpty() {
      return this.samples.every((sample) => sample === 255);
    }

    /** The sheet as a picture for `mnistImage`. */
    get picture() {
      return { width: this.side, height: this.side, channels: 1, samples: this.samples };
    }

    clear() {
      this.samples.fill(255);
    }

    /** Draws a straight stroke with a round pen, its edge soft over one pixel. Ink covers; it never gets paler. */
    stroke([x0, y0], [x1, y1], radius) {
      const { side, samples } = this;
      const [dx, dy] = [x1 - x0, y1 - y0];
      const square = dx * dx + dy * dy;
      const reach = radius + 1;
      const limit = (value) => Math.min(Math.max(Math.round(value), 0), side - 1);
      for (let row = limit(Math.min(y0, y1) - reach); row <= limit(Math.max(y0, y1) + reach); row++) {
        for (let column = limit(Math.min(x0, x1) - reach); column <= limit(Math.max(x0, x1) + reach); column++) {
          const [x, y] = [column + 0.5 - x0, row + 0.5 - y0];
          const along = square > 0 ? Math.min(Math.max((x * dx + y * dy) / square, 0), 1) : 0;
          const distance = Math.hypot(x - along * dx, y - along * dy);
          const ink = Math.min(Math.max(radius + 0.5 - distance, 0), 1);
          const place = row * side + column;
          samples[place] = Math.min(samples[place], Math.round(255 * (1 - ink)));
        }
      }
    }

    /** Shows an image of 28 × 28 bytes, from 0 (paper) to 255 (ink), each pixel a square. */
    show(bytes) {
      const scale = this.side / 28;
      for (let row = 0; row < this.side; row++) {
        for (let column = 0; column < this.side; column++) {
          const pixel = bytes[Math.floor(row / scale) * 28 + Math.floor(column / scale)];
          this.samples[row * this.side + column] = 255 - pixel;
        }
      }
    }

    /** Shows what other samples look like turned by so many degrees, clockwise, around the middle. */
    turn(samples, degrees) {
      const { side } = this;
      const [sine, cosine] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
      const at = (row, column) =>
        row >= 0 && row < side && column >= 0 && column < side ? samples[row * side + column] : 255;
      const middle = (side - 1) / 2;
      for (let row = 0; row < side; row++) {
        for (let column = 0; column < side; column++) {
          const x = cosine * (column - middle) + sine * (row - middle) + middle;
          const y = cosine * (row - middle) - sine * (column - middle) + middle;
          const [left, top] = [Math.floor(x), Math.floor(y)];
          const [right, below] = [x - left, y - top];
          const upper = at(top, left) * (1 - right) + at(top, left + 1) * right;
          const lower = at(top + 1, left) * (1 - right) + at(top + 1, left + 1) * right;
          this.samples[row * side + column] = Math.round(upper * (1 - below) + lower * below);
        }
      }
    }
  }

  window.kindlingLive.Sheet = Sheet;
})();
