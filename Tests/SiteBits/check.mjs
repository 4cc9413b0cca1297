// Compares the bits that the site's scripts compute, in WebAssembly and in JavaScript, with those that the library
// gave: Tests/SiteBits/bits.txt, which site-bits writes. Needs Node.js, and MNIST's test images, in the folder that
// KINDLING_DATA names or in Sources/Kindling/Resources/MNIST.
//
//     node Tests/SiteBits/check.mjs
import { createContext, runInContext } from "node:vm";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync, inflateSync } from "node:zlib";

const root = fileURLToPath(new URL("../../", import.meta.url));
const file = (path) => readFileSync(root + path);

// The scripts as a page runs them, but for what there is only in a page.
const live = (() => {
  const window = {};
  const document = { documentElement: { dataset: {} }, querySelectorAll: () => [], querySelector: () => null };
  const context = createContext({ window, document, WebAssembly, TextDecoder, console });
  for (const name of ["live", "digit-picture", "digit-network", "valley", "strides"]) {
    runInContext(file(`Chapters/Live/${name}.js`).toString(), context, { filename: `${name}.js` });
  }
  return window.kindlingLive;
})();

// Hashes --------------------------------------------------------------------------------------------------------------

const found = [];

/** FNV-1a, 64 bits, in two halves, over the bits of the arrays of floats that `body` yields. */
function group(name, body) {
  let [high, low] = [0xcbf29ce4, 0x84222325];
  for (const values of body()) {
    for (const byte of new Uint8Array(Float32Array.from(values).buffer)) {
      low = (low ^ byte) >>> 0;
      const product = low * 0x1b3;
      high = (Math.imul(high, 0x1b3) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0;
      low = product >>> 0;
    }
  }
  const hex = (word) => word.toString(16).padStart(8, "0");
  found.push(`${hex(high)}${hex(low)} ${name}`);
}

// The network ---------------------------------------------------------------------------------------------------------

const engine = await live.instantiate(file("Tools/weave/Wasm/kindling.wasm"));
const weights = new Uint8Array(file("Chapters/Figures/18-lenet.safetensors"));
const network = new live.LeNet(engine, weights);

const folders = [process.env.KINDLING_DATA, root + "Sources/Kindling/Resources/MNIST"];
const archive = folders.filter(Boolean).map((f) => f + "/t10k-images-idx3-ubyte.gz").find((path) => existsSync(path));
if (!archive) {
  console.error("site bits: MNIST’s test images are in none of the folders " + folders.filter(Boolean).join(", "));
  process.exit(2);
}
const test = gunzipSync(readFileSync(archive));
const testImage = (i) => test.subarray(16 + 784 * i, 16 + 784 * (i + 1));
const pixelsOf = (i) => Float32Array.from(testImage(i), (byte) => byte / 256);

/** A layer's maps one after the other: the pages keep the numbers of a pixel side by side. */
function planes({ count, height, width, values }) {
  const size = height * width;
  return Float32Array.from(values, (_, i) => values[(i % size) * count + Math.floor(i / size)]);
}

const started = performance.now();
const results = Array.from({ length: 1000 }, (_, i) => network.run(pixelsOf(i)));
const milliseconds = (performance.now() - started) / results.length;
const memory = engine.memory.buffer.byteLength;
group("log-probabilities of 1000 test images", () => results.map((result) => result.logProbabilities));
group("maps of the first convolution, of 100", () => results.slice(0, 100).map((result) => planes(result.maps[0])));
group("maps of the second convolution, of 100", () => results.slice(0, 100).map((result) => planes(result.maps[1])));

// Pictures ------------------------------------------------------------------------------------------------------------

/** As in SiteBits.swift. */
function numbers(seed) {
  let state = (Math.imul(seed, 2654435761) | 1) >>> 0;
  return (first, last) => {
    state = (state ^ (state << 13)) >>> 0;
    state = (state ^ (state >>> 17)) >>> 0;
    state = (state ^ (state << 5)) >>> 0;
    return first + (state % (last - first + 1));
  };
}

function drawing(number) {
  const next = numbers(number + 1);
  const [width, height] = [next(12, 160), next(12, 160)];
  const channels = next(1, 4);
  const paper = Array.from({ length: channels }, () => next(0, 255));
  const ink = Array.from({ length: channels }, () => next(0, 255));
  const noise = next(0, 12);
  const strokes = Array.from({ length: next(1, 4) }, () => ({
    x: next(0, width - 1), y: next(0, height - 1), dx: next(-40, 40), dy: next(-40, 40), radius: next(1, 9),
  }));
  const samples = [];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const isDirt = next(0, 299) === 0;
      const isInk = strokes.some((stroke) => {
        for (let step = 0; step <= 8; step++) {
          const x = 8 * (column - stroke.x) - step * stroke.dx;
          const y = 8 * (row - stroke.y) - step * stroke.dy;
          if (x * x + y * y <= 64 * stroke.radius * stroke.radius) return true;
        }
        return false;
      });
      for (let channel = 0; channel < channels; channel++) {
        const value = (isDirt || isInk ? ink : paper)[channel] + next(-noise, noise);
        samples.push(Math.min(Math.max(value, 0), 255));
      }
    }
  }
  return { width, height, channels, samples };
}

function enlarged(pixels) {
  const at = (place) => Math.floor(place / 2800) * 28 + Math.floor((place % 280) / 10);
  const samples = Uint8Array.from({ length: 280 * 280 }, (_, place) => 255 - pixels[at(place)]);
  return { width: 280, height: 280, channels: 1, samples };
}

/** A PNG as chapter 18 writes them: 8 bits, not interlaced, no filter, grey or colour. */
function decodePNG(bytes) {
  const data = [];
  let header;
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const [kind, body] = [bytes.toString("latin1", at + 4, at + 8), bytes.subarray(at + 8, at + 8 + length)];
    if (kind === "IHDR") header = body;
    if (kind === "IDAT") data.push(body);
    at += 12 + length;
  }
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = { 0: 1, 2: 3 }[header[9]];
  const rows = inflateSync(Buffer.concat(data));
  const samples = [];
  for (let row = 0; row < height; row++) {
    const line = rows.subarray(row * (width * channels + 1), (row + 1) * (width * channels + 1));
    if (line[0] !== 0) throw new Error("a PNG with filters");
    samples.push(...line.subarray(1));
  }
  return { width, height, channels, samples };
}

const prepared = (pictures) => pictures.map((picture) => live.mnistImage(picture) ?? [-1]);
const upTo = (count) => Array.from({ length: count }, (_, i) => i);

group("500 drawings as MNIST's images", () => prepared(upTo(500).map(drawing)));
group("100 test images enlarged, as MNIST's images", () => prepared(upTo(100).map((i) => enlarged(testImage(i)))));
group("chapter 18's two pictures as MNIST's images", () =>
  prepared(["paper", "board"].map((name) => decodePNG(file(`Chapters/Figures/18-${name}.png`)))));

// Chapter 08's valley -------------------------------------------------------------------------------------------------

const optimizers = await live.instantiate(file("Tools/weave/Wasm/valley.wasm"));

group("paths of SGD", function* () {
  for (let hundredths = 1; hundredths <= 13; hundredths++) {
    for (const momentum of [0, 0.5, 0.7, 0.9, 0.95]) {
      yield live.valleyPath(optimizers, { lr: hundredths / 100, momentum }).flat();
    }
  }
});
group("paths of Adam", function* () {
  for (let hundredths = 5; hundredths <= 200; hundredths += 5) {
    for (const [beta1, beta2] of [[0.9, 0.999], [0.5, 0.9], [0, 0.99], [0.7, 0.95]]) {
      yield live.valleyPath(optimizers, { lr: hundredths / 100, beta1, beta2 }).flat();
    }
  }
});

// What bits don't show ------------------------------------------------------------------------------------------------

const faults = [];
const expect = (isSo, what) => isSo || faults.push(what);

// The engine's pieces are used again: a thousand images need no more memory than fifty.
const other = await live.instantiate(file("Tools/weave/Wasm/kindling.wasm"));
const second = new live.LeNet(other, weights);
for (let i = 0; i < 50; i++) second.run(pixelsOf(i));
const less = other.memory.buffer.byteLength;
expect(less === memory, `50 images took ${less} bytes of memory, 1000 images ${memory}`);

// The modules need nothing from whoever runs them.
for (const name of ["kindling", "valley", "strides"]) {
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(file(`Tools/weave/Wasm/${name}.wasm`)));
  expect(imports.length === 0, `${name}.wasm imports ${imports.map(({ name }) => name).join(", ")}`);
}

// Files of weights that aren't what they should be are refused, with a message of ours.
const headerLength = weights[0] | (weights[1] << 8);
const withHeader = (change) => {
  const text = JSON.stringify(change(JSON.parse(Buffer.from(weights.subarray(8, 8 + headerLength)).toString())));
  const header = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeUInt32LE(header.length);
  return new Uint8Array(Buffer.concat([length, header, weights.subarray(8 + headerLength)]));
};
const withBytes = (at, values) => {
  const bytes = new Uint8Array(Math.max(weights.length, at + values.length));
  bytes.set(weights);
  bytes.set(values, at);
  return bytes;
};
const changed = (name, change) => withHeader((header) => (change(header[name]), header));
const without = (name) => withHeader(({ [name]: _, ...rest }) => rest);
for (const [what, bytes] of [
  ["nothing", new Uint8Array()],
  ["half of the file", weights.subarray(0, weights.length >> 1)],
  ["all but a byte", weights.subarray(0, weights.length - 1)],
  ["a byte more", withBytes(weights.length, [0])],
  ["a length that is too large", withBytes(7, [1])],
  ["a header that isn’t JSON", withBytes(8, [0x5b])],
  ["a header that is a list", withHeader(() => [])],
  ["a missing tensor", without("fc3.bias")],
  ["a missing tensor in the middle", without("conv2.bias")],
  ["another shape", changed("fc1.weight", (entry) => (entry.shape = [576, 120]))],
  ["a type of other numbers", changed("fc1.bias", (entry) => (entry.dtype = "BF16"))],
  ["a name of every object as type", changed("fc1.bias", (entry) => (entry.dtype = "toString"))],
  ["an offset too far", changed("fc3.bias", (entry) => (entry.data_offsets[1] += 2))],
  ["overlapping places", changed("conv1.bias", (entry) => (entry.data_offsets = [106, 118]))],
  ["a negative size", changed("conv1.bias", (entry) => (entry.shape = [-6]))],
  ["an entry that is no object", withHeader((header) => ({ ...header, "conv1.bias": null }))],
]) {
  let message = null;
  try {
    new live.LeNet(other, bytes);
  } catch (error) {
    message = error.message;
  }
  expect(message?.startsWith("the weights: "), `${what} as weights: ${message ?? "no error"}`);
}

// Numbers that chapter 08 prints.
const shown = (optimizer, step) => live.valleyPath(optimizers, optimizer)[step].map((x) => x.toFixed(3)).join(" ");
for (const [optimizer, step, text] of [
  [{ lr: 0.09 }, 1, "-9.100 -0.800"], [{ lr: 0.09 }, 10, "-3.894 0.107"], [{ lr: 0.09 }, 30, "-0.591 0.001"],
  [{ lr: 0.09, momentum: 0.7 }, 3, "-5.948 0.622"], [{ lr: 0.09, momentum: 0.7 }, 10, "1.271 -0.054"],
  [{ lr: 0.09, momentum: 0.7 }, 30, "-0.000 0.005"],
]) {
  const found = shown(optimizer, step);
  expect(found === text, `step ${step} of ${JSON.stringify(optimizer)}: ${found}, not ${text}`);
}

// The ten digits on the page are the test images that it says.
const page = file("Chapters/Live/digit.html").toString();
const samples = [...page.matchAll(/data-number="(\d+)" data-pixels="(.*?)"/g)];
expect(samples.length === 10, `the page has ${samples.length} digits`);
for (const [, number, pixels] of samples) {
  const isSame = Buffer.from(pixels, "base64").equals(testImage(Number(number)));
  expect(isSame, `the page’s test image ${number} is another one`);
}

// Strides: chapter 01's tables, and that what reaches beyond the storage is refused, however often. (A trap that left
// something on the stack would fill it.)
const layouts = await live.instantiate(file("Tools/weave/Wasm/strides.wasm"));
for (let i = 0; i < 5000; i++) live.readLayout(layouts, { shape: [2, 3], strides: [3, 1], offset: 7 }, 12);
for (const [layout, places, isContiguous] of [
  [{ shape: [2, 3], strides: [3, 1], offset: 0 }, [[0, 1, 2], [3, 4, 5]], true],
  [{ shape: [3, 2], strides: [1, 3], offset: 0 }, [[0, 3], [1, 4], [2, 5]], false],
  [{ shape: [2, 3], strides: [0, 1], offset: 0 }, [[0, 1, 2], [0, 1, 2]], false],
  [{ shape: [2, 2], strides: [3, 1], offset: 1 }, [[1, 2], [4, 5]], false],
  [{ shape: [1, 3], strides: [9, 1], offset: 3 }, [[3, 4, 5]], true],
  [{ shape: [2, 3], strides: [-3, -1], offset: 5 }, [[5, 4, 3], [2, 1, 0]], false],
  [{ shape: [0, 3], strides: [3, 1], offset: 0 }, [], true],
  [{ shape: [2, 3], strides: [3, 1], offset: 7 }, null],
  [{ shape: [2, 3], strides: [-3, 1], offset: 0 }, null],
  [{ shape: [7, 2], strides: [2, 1], offset: 0 }, null],
]) {
  const result = live.readLayout(layouts, layout, 12);
  const text = JSON.stringify([result.places, result.isContiguous]);
  expect(text === JSON.stringify([places, isContiguous]), `${JSON.stringify(layout)}: ${text}`);
}

// ---------------------------------------------------------------------------------------------------------------------

const recorded = file("Tests/SiteBits/bits.txt").toString().trimEnd().split("\n");
for (const line of recorded.filter((line) => !found.includes(line))) faults.push(`the library gave: ${line}`);
for (const line of found.filter((line) => !recorded.includes(line))) faults.push(`the pages give: ${line}`);
for (const fault of faults) console.error("site bits: " + fault);
if (faults.length > 0) process.exit(1);
console.log(`site bits: the bits of ${found.length} groups are right; ${milliseconds.toFixed(2)} ms an image`);
