// A picture of a digit as one of MNIST's images: what Sources/Kindling/Vision/Ink.swift does, operation by operation,
// so that the same picture gives the same numbers. `fround` stands where Swift computes with Floats.
(() => {
  "use strict";

  const { abs, ceil, floor, fround, max, min, sign, trunc } = Math;

  /** To the nearest whole number, halves away from 0, as Swift's `rounded()`. */
  function rounded(x) {
    const whole = trunc(x);
    return abs(x - whole) >= 0.5 ? whole + sign(x) : whole;
  }

  /** The picture's pixels without colour, from 0 to 255; what shows through is white. */
  function grey({ width, height, channels, samples }) {
    if (channels === 1) return samples;
    const result = new Uint8Array(width * height);
    const onWhite = (value, alpha) => floor((value * alpha + 255 * (255 - alpha) + 127) / 255);
    for (let i = 0, at = 0; i < result.length; i++, at += channels) {
      const alpha = channels % 2 === 0 ? samples[at + channels - 1] : 255;
      const colour = (c) => (channels % 2 === 0 ? onWhite(samples[at + c], alpha) : samples[at + c]);
      result[i] =
        channels === 2 ? colour(0) : (colour(0) * 19595 + colour(1) * 38470 + colour(2) * 7471 + 0x8000) >> 16;
    }
    return result;
  }

  /** The brightness that parts pixels into two kinds best, and the mean of each kind; null if all are alike. */
  function threshold(counts) {
    const total = counts.reduce((sum, count) => sum + count, 0);
    const sum = counts.reduce((sum, count, level) => sum + level * count, 0);
    let [below, sumBelow, best] = [0, 0, null];
    for (let level = 0; level < counts.length - 1; level++) {
      below += counts[level];
      sumBelow += level * counts[level];
      if (below === 0 || below === total) continue;
      const [dark, bright] = [sumBelow / below, (sum - sumBelow) / (total - below)];
      const variance = below * (total - below) * (bright - dark) * (bright - dark);
      if (variance > (best?.variance ?? 0)) best = { variance, level, dark, bright };
    }
    return best;
  }

  /** For each pixel, how much ink there is, from 0 to 1; null if the picture is all of one colour. */
  function inkOf(picture) {
    const { width, height } = picture;
    const levels = grey(picture);
    const counts = new Array(256).fill(0);
    for (const level of levels) counts[level] += 1;
    const parts = threshold(counts);
    if (!parts || parts.bright - parts.dark < 16) return null;

    let [border, brightBorder] = [0, 0];
    for (let i = 0; i < levels.length; i++) {
      const [row, column] = [trunc(i / width), i % width];
      if (row !== 0 && row !== height - 1 && column !== 0 && column !== width - 1) continue;
      border += 1;
      if (levels[i] > parts.level) brightBorder += 1;
    }
    const paperIsBright = 2 * brightBorder >= border;
    const amounts = Float32Array.from(levels, (value) => {
      const share = (parts.bright - value) / (parts.bright - parts.dark);
      return min(max(paperIsBright ? share : 1 - share, 0), 1);
    });
    return { width, height, amounts };
  }

  /** Without the pieces that have fewer than a tenth of the largest piece's pixels; null if there is no ink. */
  function withoutSpecks({ width, height, amounts }) {
    const piece = new Int32Array(amounts.length).fill(-1);
    const sizes = [];
    for (let start = 0; start < amounts.length; start++) {
      if (amounts[start] < 0.5 || piece[start] >= 0) continue;
      const waiting = [start];
      piece[start] = sizes.length;
      let size = 0;
      while (waiting.length > 0) {
        const place = waiting.pop();
        size += 1;
        const [row, column] = [trunc(place / width), place % width];
        for (let r = max(row - 1, 0); r <= min(row + 1, height - 1); r++) {
          for (let c = max(column - 1, 0); c <= min(column + 1, width - 1); c++) {
            const next = r * width + c;
            if (amounts[next] >= 0.5 && piece[next] < 0) {
              piece[next] = sizes.length;
              waiting.push(next);
            }
          }
        }
      }
      sizes.push(size);
    }
    if (sizes.length === 0) return null;
    const largest = sizes.reduce((a, b) => max(a, b));
    const kept = amounts.slice();
    for (let place = 0; place < amounts.length; place++) {
      if (piece[place] >= 0 && sizes[piece[place]] * 10 >= largest) continue;
      // The soft edge of a piece that stays belongs to it.
      if (piece[place] >= 0 || amounts[place] < 0.25) kept[place] = 0;
    }
    return { width, height, amounts: kept };
  }

  /** For each of `count` new pixels in a row, the old ones that it covers, and with which share of itself. */
  function shares(count, start, end) {
    const step = (end - start) / count;
    return Array.from({ length: count }, (_, i) => {
      const [first, last] = [start + i * step, start + (i + 1) * step];
      const covered = [];
      for (let place = trunc(first); place < min(ceil(last), end); place++) {
        const part = min(place + 1, last) - max(place, first);
        covered.push([place, fround(part / step)]);
      }
      return covered;
    });
  }

  /** The part that has ink, scaled so that its longer side has `side` pixels. */
  function scaled({ width, height, amounts }, side) {
    let [top, bottom, left, right] = [height, -1, width, -1];
    for (let i = 0; i < amounts.length; i++) {
      if (amounts[i] < 0.5) continue;
      const [row, column] = [trunc(i / width), i % width];
      [top, bottom] = [min(top, row), max(bottom, row)];
      [left, right] = [min(left, column), max(right, column)];
    }
    const step = (max(bottom - top, right - left) + 1) / side;
    const newHeight = max(rounded((bottom - top + 1) / step), 1);
    const newWidth = max(rounded((right - left + 1) / step), 1);
    const [down, across] = [shares(newHeight, top, bottom + 1), shares(newWidth, left, right + 1)];
    const result = new Float32Array(newHeight * newWidth);
    let next = 0;
    for (const row of down) {
      for (const column of across) {
        let sum = 0;
        for (const [r, rowShare] of row) {
          for (const [c, columnShare] of column) {
            sum = fround(sum + fround(fround(amounts[r * width + c] * rowShare) * columnShare));
          }
        }
        result[next++] = sum;
      }
    }
    // A thin pen on a large sheet would come out pale.
    const most = result.reduce((a, b) => max(a, b), 0);
    return { width: newWidth, height: newHeight, amounts: most > 0 ? result.map((amount) => amount / most) : result };
  }

  /**
   * A picture of a digit as one of MNIST's images: found, scaled to 20 pixels, and moved so that its centre of mass
   * stands 14.5 pixels from the upper and the left edge. Dark on bright or bright on dark, of any size.
   *
   * @param picture `{width, height, channels, samples}`, numbers from 0 to 255 row by row; 1 channel for grey, 2 for
   *     grey and alpha, 3 for red, green and blue, 4 for these and alpha.
   * @returns {Float32Array | null} 784 numbers from 0 (paper) to 255/256 (ink); null if nothing is drawn.
   */
  function mnistImage(picture) {
    const ink = inkOf(picture);
    const cleaned = ink && withoutSpecks(ink);
    if (!cleaned) return null;
    const digit = scaled(cleaned, 20);
    let [mass, rows, columns] = [0, 0, 0];
    for (let row = 0; row < digit.height; row++) {
      for (let column = 0; column < digit.width; column++) {
        const amount = digit.amounts[row * digit.width + column];
        mass = fround(mass + amount);
        rows = fround(rows + fround(amount * (row + 0.5)));
        columns = fround(columns + fround(amount * (column + 0.5)));
      }
    }
    const top = rounded(fround(14.5 - fround(rows / mass)));
    const left = rounded(fround(14.5 - fround(columns / mass)));
    const pixels = new Float32Array(28 * 28);
    for (let row = 0; row < digit.height; row++) {
      for (let column = 0; column < digit.width; column++) {
        const [r, c] = [row + top, column + left];
        if (r < 0 || r >= 28 || c < 0 || c >= 28) continue;
        pixels[r * 28 + c] = digit.amounts[row * digit.width + column] * (255 / 256);
      }
    }
    return pixels;
  }

  window.kindlingLive.mnistImage = mnistImage;
})();
