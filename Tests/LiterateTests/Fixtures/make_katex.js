// Records what KaTeX makes of expressions, for MathMLTests to compare with.
//
//     node Tests/LiterateTests/Fixtures/make_katex.js [package root]
//
// It takes expressions.tex and the math fences of all pages in Chapters, and writes katex.json next to itself.
// KaTeX is Debian's package katex; NODE_PATH finds another one.
//
// For each expression there are three answers in one notation, which MathMLTests brings its own side into:
//   display, inline   the tree
//                     (inline is null for environments that need a displayed formula)
//   gaps              the widths of the spaces in the outermost row, from the HTML that KaTeX lays out by itself
//
// The tree is written as (name part part), with (row …) where a part isn't one thing, and each character by itself:
//   𝑥 as it looks: letters and digits are those of the mathematical alphabets; i, n, o or t before it says from
//   which element it is (mi, mn, mo, mtext); S instead of o says that it stretches, with its size in em if it has one
//   s0.17 is a space, in em; mfrac has its style behind it: D or T, and the level of scripts
// What doesn't matter is the same on both sides then:
//   - mrow inside of a row, mstyle (its effect is in mfrac's style), mi and mo around elements, mpadded around labels,
//     menclose around tables, the attributes of spacing, fence, separator, accent, form, movablelimits, and the looks
//     of tables but the columns' alignment
//   - how many spaces side by side make up a width, and the space of 1/18 em in \bmod, which gaps has, too
//   - whether digits side by side are one number, letters side by side one word, and what of them carries scripts:
//     it is the last digit
//   - the operator “apply function”
//   - whether the limits of an operator are moved by us or by the browser
//   - mi or mo for ordinary signs that are no letters (“marks” below)
//   - one character or another for the same accent or bar (“lookalikes” below)
"use strict";
const fs = require("fs");
const path = require("path");

const katex = (() => {
    try {
        return require("katex");
    } catch {
        return require("/usr/share/nodejs/katex");
    }
})();

// Plain TeX's dots: KaTeX's, like those of amsmath, have a thin space behind them before a closing delimiter.
// The colon of amsmath has the same space around it, but is made of more parts.
const macros = { "\\cdots": "\\@cdots", "\\dotso": "\\ldots", "\\colon": "\\mskip2mu{:}\\mskip6mu" };

// MARK: Characters

const marks = new Set("/|‖.∀∃∄¬∠△□■\\⋮✓%$&#_");
const lookalikes = { "^": "ˆ", "~": "˜", "ˉ": "¯", "ˊ": "´", "ˋ": "`", "\u20d7": "→", "⃗": "→" };
const spaces = {
    "\u200a": 1 / 18, "\u2009": 3 / 18, "\u2005": 4 / 18, "\u2005\u200a": 5 / 18,
    "\u200a\u2063": -1 / 18, "\u2009\u2063": -3 / 18, "\u205f\u2063": -4 / 18, "\u2005\u2063": -5 / 18,
};

// Where A, a, 0, Α and α are in an alphabet.
const alphabets = {
    "bold": [0x1d400, 0x1d41a, 0x1d7ce, 0x1d6a8, 0x1d6c2],
    "italic": [0x1d434, 0x1d44e, null, 0x1d6e2, 0x1d6fc],
    "bold-italic": [0x1d468, 0x1d482, 0x1d7ce, 0x1d71c, 0x1d736],
    "script": [0x1d49c, 0x1d4b6],
    "fraktur": [0x1d504, 0x1d51e],
    "double-struck": [0x1d538, 0x1d552, 0x1d7d8],
    "sans-serif": [0x1d5a0, 0x1d5ba, 0x1d7e2],
    "monospace": [0x1d670, 0x1d68a, 0x1d7f6],
};
const elsewhere = {
    "italic h": "ℎ", "script B": "ℬ", "script E": "ℰ", "script F": "ℱ", "script H": "ℋ", "script I": "ℐ",
    "script L": "ℒ", "script M": "ℳ", "script R": "ℛ", "script e": "ℯ", "script g": "ℊ", "script o": "ℴ",
    "fraktur C": "ℭ", "fraktur H": "ℌ", "fraktur I": "ℑ", "fraktur R": "ℜ", "fraktur Z": "ℨ",
    "double-struck C": "ℂ", "double-struck H": "ℍ", "double-struck N": "ℕ", "double-struck P": "ℙ",
    "double-struck Q": "ℚ", "double-struck R": "ℝ", "double-struck Z": "ℤ", "bold-italic ∇": "𝛁", "bold ∇": "𝛁",
    "bold-italic ∂": "𝛛", "bold ∂": "𝛛",
    "bold-italic ϵ": "𝝐", "bold-italic ϕ": "𝝓",
    "italic ϵ": "𝜖", "italic ϑ": "𝜗", "italic ϰ": "𝜘", "italic ϕ": "𝜙", "italic ϱ": "𝜚", "italic ϖ": "𝜛",
};

function inAlphabet(character, variant) {
    const other = elsewhere[`${variant} ${character}`];
    if (other) return other;
    const starts = alphabets[variant];
    if (!starts) return character;
    const ranges = ["AZ", "az", "09", "ΑΩ", "αω"];
    for (let i = 0; i < ranges.length; i++) {
        const [first, last] = ranges[i];
        if (first <= character && character <= last && character.length === 1 && starts[i]) {
            return String.fromCodePoint(starts[i] + character.codePointAt(0) - first.codePointAt(0));
        }
    }
    return character;
}

// MARK: Trees

const em = (width) => Number(width.toFixed(2)).toString();
const textOf = (node) => node.children === undefined ? node.text : node.children.map(textOf).join("");
const isToken = (node) => node.children.every((child) => child.children === undefined);

function leaf(node) {
    let text = textOf(node).normalize("NFC");
    const attributes = node.attributes || {};
    if (node.type === "mtext" && spaces[text] !== undefined) return [`s${em(spaces[text])}`];
    const isFence = node.type === "mo" && (attributes.fence !== undefined || attributes.stretchy !== undefined);
    if (attributes.fence !== undefined) text = text.replace("<", "⟨").replace(">", "⟩");
    if (isFence || node.type === "mi") text = text.replace("∣", "|").replace("∥", "‖");
    const stretches = node.type === "mo"
        && (attributes.stretchy === "true" || (attributes.fence === "true" && attributes.stretchy === undefined));
    let characters = [...text].filter((character) => character !== "\u2061");
    let variant = attributes.mathvariant;
    if (node.type === "mi" && variant === undefined && characters.length === 1) variant = "italic";
    characters = characters.map((character) => inAlphabet(character, variant));
    let kind = { mi: "i", mn: "n", mo: "o", mtext: "t" }[node.type];
    if (stretches) kind = `S${attributes.maxsize ? parseFloat(attributes.maxsize) : ""}`;
    return characters.map((character) => {
        if (kind === "t") return `t${character.replace(/[\u00a0 ]/, "␣")}`;
        const isMark = kind === "i" && marks.has(character);
        const isPoint = character === ".";
        return `${isMark || isPoint ? "o" : kind}${character.replace(/\s/, "␣")}`;
    });
}

const isSpace = (part) => /^s-?[0-9]/.test(part);

// The parts with one space where several stand side by side.
function joined(parts) {
    const result = [];
    for (const part of parts) {
        if (isSpace(part) && result.length && isSpace(result[result.length - 1])) {
            result.push(`s${em(Number(result.pop().slice(1)) + Number(part.slice(1)))}`);
        } else if (part !== "s0.06") {
            result.push(part);
        }
    }
    return result;
}

const single = (parts) => parts.length === 1 ? parts[0] : `(row${parts.map((part) => " " + part).join("")})`;

const scriptNames = { munder: "msub", mover: "msup", munderover: "msubsup" };
const isLargeOperator = (node) => /^[∑∏∐⋃⋂⋁⋀⨁⨂⨀⨆⨄]$|\u2061/.test(textOf(node));
let isInDisplay = true;

const one = (parts) => single(joined(parts));

// The inner styles are those that MathML Core gives to an element's parts.
function tree(node, style) {
    const [isDisplay, level] = style;
    const inner = [false, level + 1];
    const part = (child, style) => one(tree(child, style));
    const all = (style) => node.children.flatMap((child) => tree(child, style));
    switch (node.type) {
    case "mi": case "mn": case "mo": case "mtext":
        if (isToken(node)) return leaf(node);
        // \bmod is an operator that is made of letters.
        if (node.type !== "mo" || all(style).length === 1) return all(style);
        return all(style).map((part) => part.replace(/^i/, "o"));
    case "mspace": {
        const width = parseFloat((node.attributes || {}).width);
        return width ? [`s${em(width)}`] : [];
    }
    case "mrow": case "semantics": case "math":
        return all(style);
    case undefined:
        // Fragments, and KaTeX's spaces: a character if there is one for the width.
        if (node.width === undefined) return all(style);
        return [`s${em(node.width)}`];
    case "annotation": return [];
    case "menclose": return all(style);
    case "mstyle": {
        const { displaystyle, scriptlevel } = node.attributes;
        return all([
            displaystyle === undefined ? isDisplay : displaystyle === "true",
            scriptlevel === undefined ? level : Number(scriptlevel)]);
    }
    case "mpadded": {
        const { height, depth, width } = node.attributes;
        if (height === "0px" && depth === "0px") return [`(smash ${one(all(style))})`];
        if (width === "0px") return [`(nowidth ${one(all(style))})`];
        return all(style);
    }
    case "mphantom": case "msqrt": return [`(${node.type} ${one(all(style))})`];
    case "mroot": return [`(mroot ${part(node.children[0], style)} ${part(node.children[1], [false, level + 2])})`];
    case "mfrac": {
        const below = [false, isDisplay ? level : level + 1];
        const name = node.attributes.linethickness ? "binomial" : "mfrac";
        const parts = node.children.map((child) => part(child, below));
        return [`(${name}:${isDisplay ? "D" : "T"}${level} ${parts.join(" ")})`];
    }
    case "msub": case "msup": case "msubsup": case "munder": case "mover": case "munderover": {
        const base = tree(node.children[0], style);
        // A script belongs to the last digit of a number.
        const before = base.every((part) => part.startsWith("n")) ? base.splice(0, base.length - 1) : [];
        // KaTeX leaves it to the browser to move limits where there is no room; it moves them only if all is in a line.
        const movable = isInDisplay && !isDisplay && isLargeOperator(node.children[0]);
        const name = movable && scriptNames[node.type] || node.type;
        const isAccent = (node.attributes.accent || node.attributes.accentunder) === "true";
        const scripts = node.children.slice(1).map((child) => {
            const script = part(child, isAccent ? style : inner);
            return isAccent ? script.replace(/[\^~ˉˊˋ\u20d7]$/u, (mark) => lookalikes[mark]) : script;
        });
        return [...before, `(${name} ${[one(base), ...scripts].join(" ")})`];
    }
    case "mtable": {
        const count = Math.max(...node.children.map((row) => row.children.length));
        const cell = (cell) => one(cell.children.flatMap((child) => tree(child, [false, level])));
        const rows = node.children.map((row) => `(${row.children.map(cell).join(" ")})`);
        // Columns that nothing is said of are centered.
        const columns = ((node.attributes.columnalign || "") + " center".repeat(count)).trim().split(" ");
        return [`(table ${columns.slice(0, count).map((name) => name[0]).join("")} ${rows.join(" ")})`];
    }
    default: throw new Error(`an element that isn't known: ${node.type}`);
    }
}

function findMath(node) {
    return node.type === "math" ? node : (node.children || []).map(findMath).find(Boolean);
}

// MARK: Gaps

const solid = [
    "msupsub", "op-limits", "mfrac", "accent", "sqrt", "vlist-t", "mtable", "munder", "mover", "x-arrow", "overline",
    "underline", "stretchy", "delimsizing", "delimcenter", "vbox", "rlap", "llap", "thinbox", "op-symbol"];

// The outermost row as • for what shows something and numbers for spaces between.
function gaps(node, found = []) {
    const classes = node.classes || [];
    if (classes.includes("nulldelimiter")) return found;
    const width = parseFloat((node.style || {}).marginRight);
    if (classes.includes("mspace") && !(node.children || []).some(textOf)) {
        if (width) found.push(width);
    } else if (classes.some((name) => solid.includes(name)) || node.children === undefined) {
        if (node.children !== undefined || node.text) found.push("•");
    } else {
        for (const child of node.children) gaps(child, found);
    }
    return found;
}

function summedGaps(found) {
    const sums = [];
    for (const item of found) {
        const last = sums[sums.length - 1];
        if (item === "•" ? last !== "•" : typeof last !== "number") sums.push(item);
        else if (item !== "•") sums[sums.length - 1] += item;
    }
    return sums.map((item) => item === "•" ? item : em(item)).join(" ");
}

// MARK: Expressions

function* fences(folder) {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
        const file = path.join(folder, entry.name);
        if (fs.statSync(file).isDirectory()) {
            yield* fences(file);
        } else if (entry.name.endsWith(".md")) {
            let body = null;
            for (const line of fs.readFileSync(file, "utf8").split("\n")) {
                if (body !== null && line === "```") {
                    yield body.join("\n");
                    body = null;
                } else if (body !== null) {
                    body.push(line);
                } else if (line === "```math") {
                    body = [];
                }
            }
        }
    }
}

const root = process.argv[2] || path.join(__dirname, "../../..");
const listed = fs.readFileSync(path.join(__dirname, "expressions.tex"), "utf8")
    .split("\n").filter((line) => line && !line.startsWith("%"));
const all = [...new Set([...listed, ...fences(path.join(root, "Chapters"))])];

const answers = {};
for (const tex of all) {
    const render = (output, displayMode) => katex.__renderToDomTree(tex, {
        output, displayMode, throwOnError: true, macros: { ...macros },
        strict: (code) => code === "unicodeTextInMathMode" ? "error" : "ignore",
    });
    try {
        const answer = (displayMode) => {
            isInDisplay = displayMode;
            return one(tree(findMath(render("mathml", displayMode)), [displayMode, 0]));
        };
        const needsDisplay = /\\begin\{(split|align\*|gather\*)\}/.test(tex);
        answers[tex] = {
            display: answer(true), inline: needsDisplay ? null : answer(false),
            gaps: summedGaps(gaps(render("html", true))),
        };
    } catch (error) {
        console.error(`${tex}\n    ${error.message}`);
        process.exitCode = 1;
    }
}
const file = path.join(__dirname, "katex.json");
fs.writeFileSync(file, JSON.stringify({ katex: katex.version, answers }, null, 1) + "\n");
console.log(`${Object.keys(answers).length} expressions, KaTeX ${katex.version}`);
