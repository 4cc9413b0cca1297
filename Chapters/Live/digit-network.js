// Chapter 15's LeNet, run by the book's engine, with the weights that chapter 18 has saved.
(() => {
  "use strict";

  /** A half-precision number as the float that equals it. */
  function half(bits) {
    const sign = bits >> 15 ? -1 : 1;
    const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
    if (exponent === 31) return fraction ? NaN : sign * Infinity;
    return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
  }

  const sizes = { F16: 2, F32: 4 };
  const isCount = (x) => Number.isSafeInteger(x) && x >= 0;

  /**
   * The tensors of a file in the safetensors format, as `{name: {shape, values}}`: 16-bit or 32-bit floats.
   * Throws an Error that says what is wrong with the file.
   */
  function readSafetensors(bytes) {
    const fail = (what) => {
      throw new Error("the weights: " + what);
    };
    if (bytes.length < 8) fail(`a file of ${bytes.length} bytes has no header`);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const headerLength = view.getUint32(0, true);
    if (view.getUint32(4, true) !== 0 || headerLength > bytes.length - 8) fail("the header is longer than the file");
    let header;
    try {
      header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, 8 + headerLength)));
    } catch (error) {
      fail(`the header isn’t JSON (${error.message})`);
    }
    if (typeof header !== "object" || header === null || Array.isArray(header)) fail("the header is no object");

    const start = 8 + headerLength;
    const entries = Object.entries(header).filter(([name]) => name !== "__metadata__");
    for (const [name, entry] of entries) {
      const isWhole =
        Array.isArray(entry?.shape) && entry.shape.every(isCount) && Array.isArray(entry.data_offsets) &&
        entry.data_offsets.length === 2 && entry.data_offsets.every(isCount);
      if (!isWhole) fail(`“${name}” has no shape or no place`);
      if (!Object.hasOwn(sizes, entry.dtype)) fail(`“${name}” has the type ${entry.dtype}, not F16 or F32`);
    }
    entries.sort(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0]);
    const tensors = Object.create(null);
    let end = 0;
    for (const [name, { dtype, shape, data_offsets: [from, to] }] of entries) {
      const count = shape.reduce((product, size) => product * size, 1);
      if (from !== end || to - from !== count * sizes[dtype]) fail(`“${name}” doesn’t fill its place`);
      const value =
        dtype === "F16"
          ? (i) => half(view.getUint16(start + from + 2 * i, true))
          : (i) => view.getFloat32(start + from + 4 * i, true);
      if (to > bytes.length - start) fail("the file has been cut off");
      tensors[name] = { shape, values: Float32Array.from({ length: count }, (_, i) => value(i)) };
      end = to;
    }
    if (end !== bytes.length - start) fail("there is something behind the last tensor");
    return tensors;
  }

  /** Arrays in the engine's memory, given back together. */
  class Arrays {
    constructor(engine) {
      this.engine = engine;
      this.given = [];
    }

    /** The address of room for so many numbers of 32 bits. */
    make(count) {
      const address = this.engine.kd_allocate(4 * count);
      this.given.push([address, 4 * count]);
      return address;
    }

    /** The address of a copy. */
    put(values) {
      const address = this.make(values.length);
      new Float32Array(this.engine.memory.buffer, address, values.length).set(values);
      return address;
    }

    /** A copy of the numbers at an address. */
    get(address, count) {
      return new Float32Array(this.engine.memory.buffer, address, count).slice();
    }

    giveBack() {
      for (const [address, bytes] of this.given.splice(0)) this.engine.kd_release(address, bytes);
    }
  }

  const shapes = {
    "conv1.weight": [6, 1, 3, 3], "conv1.bias": [6],
    "conv2.weight": [16, 6, 3, 3], "conv2.bias": [16],
    "fc1.weight": [120, 576], "fc1.bias": [120],
    "fc2.weight": [84, 120], "fc2.bias": [84],
    "fc3.weight": [10, 84], "fc3.bias": [10],
  };

  class LeNet {
    /** The network in a module of the engine, with the weights of a safetensors file. */
    constructor(engine, file) {
      const tensors = readSafetensors(file);
      this.engine = engine;
      this.weights = {};
      this.arrays = new Arrays(engine);
      for (const [name, shape] of Object.entries(shapes)) {
        const found = tensors[name]?.shape.join(" × ") ?? "missing";
        if (found !== shape.join(" × ")) {
          throw new Error(`the weights: “${name}” is ${found}, and LeNet’s is ${shape.join(" × ")}`);
        }
        this.weights[name] = this.arrays.put(tensors[name].values);
      }
    }

    /**
     * Reads one of MNIST's images.
     *
     * @param image 784 numbers, row by row.
     * @returns `logProbabilities`, of the ten digits, and `maps`, what each convolution gives after relu:
     *     `{count, height, width, values}`, the maps' numbers of a pixel side by side.
     */
    run(image) {
      const arrays = new Arrays(this.engine);
      try {
        return this.forward(arrays, image);
      } finally {
        arrays.giveBack();
      }
    }

    forward(arrays, image) {
      const { engine, weights } = this;
      const maps = [];

      const convolved = (x, channels, size, outputs, name) => {
        const [width, count] = [size - 2, (size - 2) ** 2 * outputs];
        const y = arrays.make(count);
        const [weight, bias] = [weights[name + ".weight"], weights[name + ".bias"]];
        engine.layer_conv2d(1, channels, size, size, outputs, 3, x, weight, bias, y);
        engine.layer_relu(count, y);
        maps.push({ count: outputs, height: width, width, values: arrays.get(y, count) });
        return y;
      };
      const pooled = (x, channels, size) => {
        const count = Math.floor(size / 2) ** 2 * channels;
        const y = arrays.make(count);
        engine.layer_max_pool2d(1, channels, size, size, 2, x, y, arrays.make(count));
        return y;
      };
      const linear = (x, inputs, outputs, name) => {
        const y = arrays.make(outputs);
        engine.layer_linear(1, inputs, outputs, x, weights[name + ".weight"], weights[name + ".bias"], y);
        return y;
      };
      const relu = (x, count) => {
        engine.layer_relu(count, x);
        return x;
      };

      const first = pooled(convolved(arrays.put(withMargin(image)), 1, 32, 6, "conv1"), 6, 30);
      const second = pooled(convolved(first, 6, 15, 16, "conv2"), 16, 13);
      const flat = arrays.make(576);
      engine.kd_planes_from_pixels(1, 16, 36, second, flat);
      const scores = linear(relu(linear(relu(linear(flat, 576, 120, "fc1"), 120), 120, 84, "fc2"), 84), 84, 10, "fc3");
      const y = arrays.make(10);
      engine.kd_log_softmax(1, 10, scores, y);
      return { logProbabilities: arrays.get(y, 10), maps };
    }
  }

  /** The image with two pixels of paper around it. */
  function withMargin(image) {
    const result = new Float32Array(32 * 32);
    for (let row = 0; row < 28; row++) result.set(image.subarray(28 * row, 28 * (row + 1)), 32 * (row + 2) + 2);
    return result;
  }

  Object.assign(window.kindlingLive, { LeNet, readSafetensors });
})();
