"""Pieces of code that are hard to split, for make_highlight.py. tree-sitter must be able to read them."""

SWIFT = [
    # Comments.
    "/* one /* two */ still one */\nlet a = 1 // and /* this\nlet b = 2 /// three\n/** four */\nlet c = 3\n",
    "let x = a /* between */ + /**/ b\n",
    # Literals, and code inside them.
    'print("a \\(b) c \\(d("e \\(f["g"] ?? 0) h", in: (1, 2))) i")\n',
    'let path = "a\\\\b\\"c\\u{1F600}\\n"\nlet empty = ""\n',
    'let text = """\n    one "two" \\(three) \\"""\n    four \\\n    five\n    """\n',
    'let raw = #"a \\n "b" \\#(c) \\(d)"# + ##"e "# \\##(f)"##\n',
    'let raw = #"""\n    a "quote" \\#(name) \\(none)\n    """#\n',
    # Numbers.
    "let n = [0, 1_000, 0xFF_a0, 0b1010_0101, 0o755, 1.5, 1e10, 1.25e-3, 0x1.8p-2, 0x1p4, -7, 1_0.0_1]\n",
    "let t = pair.0.1 + list[0].1 - (0..<10).count + (1...3).count\n",
    # Keywords that are names.
    "move(for: 1, in: 2, default: 3, where: 4, is: 5, switch: 6, repeat: 7)\n",
    "let s = shape.default.in.for\nlet t: Shape = .default\nlet u = counts[key, default: 0]\n",
    "func move(in range: Range<Int>, for name: String, as other: Int) -> Int { range.count }\n",
    "switch x {\ncase .in, .some(let y) where y > 0: break\ncase is Int: f()\ndefault: return\n}\n",
    "let `class` = self.`default`\nfunc `where`(_ x: Int) -> Int { `class` + x }\n",
    # Keywords only in some places.
    "var size: Int {\n    get { count }\n    set { count = newValue }\n}\nlet get = 1, set = get + 1\n",
    "var size: Int = 0 {\n    willSet { print(newValue) }\n    didSet(old) { print(old) }\n}\n",
    "protocol P {\n    associatedtype A\n    var a: A { get set }\n    var b: Int { get async throws }\n    mutating func c()\n}\n",
    "func f(_ x: some Shape, _ y: any Shape, z: [any Shape]) async throws -> some View { try await g(x, y) }\n",
    "let some = 1\nlet any = some + 2\nprint(any, some)\n",
    "func load() async throws(LoadError) -> Int { 1 }\nasync let a = load()\nlet b = try await a\n",
    "func take(_ a: borrowing Tensor, _ b: consuming Tensor, _ c: inout Int, d: @escaping () -> Void) {}\n",
    "public private(set) final lazy var x: Int = { [weak self, unowned other] in 1 }()\n",
    "open class A: B {\n    public override convenience init() { super.init() }\n    deinit {}\n}\nfileprivate final class C {}\n",
    "indirect enum Tree<Leaf: Hashable> {\n    case leaf(Leaf)\n    case node(left: Tree, right: Tree)\n}\n",
    "for case let x? in xs where x > 0 { continue }\nguard let y = z as? Int, case .a = b else { return }\n",
    "outer: while true { repeat { break outer } while false }\n",
    "do { try f() } catch let error as E { throw error } catch {}\ndefer { g() }\n",
    "extension Array where Element == Self, Element: Equatable { static func a(_ x: Self.Type) -> Any { x.self } }\n",
    # Attributes and directives.
    "@available(macOS 15, *)\n@discardableResult\n@MainActor public func f() {}\n",
    "@propertyWrapper struct W { @inlinable init() {} }\n",
    "#if DEBUG && os(Linux)\nlet a = 1\n#elseif canImport(Darwin)\nlet a = 2\n#else\nlet a = 3\n#endif\n",
    "let here = (#file, #line, #function)\n",
    # Operators.
    "infix operator .==: ComparisonPrecedence\nlet m = (a .== b) .& (c .< d)\nlet n = a ..< b\n",
    "extension T {\n    static func + (a: T, b: T) -> T { a }\n    static prefix func - (a: T) -> T { a }\n"
    "    static func .== (a: T, b: T) -> T { a }\n}\n",
    "x += y &+ z << 2 ?? w\nlet a = b ? c : d\nlet e = f?.g!.h\nlet i = j!\n",
    "let f = xs.reduce(1, *) + ys.map(\\.count).reduce(0, +) + zs.map { $0.0 * $1 }.count\n",
    "let k = \\Point.x\nlet l = xs.map(\\.self)\nlet m: [String: [Int?]] = [:]\n",
    "let naïve = 1, 数 = 2, π = 3.14\nlet area = π * 数 / naïve\n",
]

C = [
    '#include <stdio.h>\n#include "kernels.h" // ours\n#define SQUARE(x) ((x) * (x))\n#define LIMIT 10\n#undef LIMIT\n',
    "#if defined(__x86_64__) && !defined(NAME)\nint a;\n#elif 1\nint b;\n#else\nint c;\n#endif\n",
    "#pragma STDC FP_CONTRACT OFF\nint a; /* comment */ int b; // the end\n",
    "static const unsigned long long limit = 0xFFULL, other = 1e-3f, third = .5L, bits = 0b11, f = 0x1.8p+3;\n",
    "char a = 'x', b = '\\'', c = '\\n', *d = \"a \\\"b\\\" c\\\\\", *e = L\"wide\" u8\"more\";\n",
    "typedef struct node { struct node *next; float value[4]; } node_t;\nnode_t *first(const node_t *n) { return n->next; }\n",
    "typedef float lanes;\nlanes add(lanes a, const lanes *b) { return (lanes)a + *(const lanes *)b; }\n",
    "enum kind { ONE = 1, TWO };\nunion both { int i; float f; };\nint of(enum kind k) { return sizeof(union both) + k; }\n",
    "void f(void) {\n    for (size_t i = 0; i < 10; i++) { if (i == 3) continue; else goto end; }\nend:\n    return;\n}\n",
    "static inline int32_t pick(int64_t n, float *restrict w, void (*task)(void *, long)) { switch (n) { case 1: return 2; default: return -1; } }\n",
    "struct point p = {.x = 1, .y = -2};\nint a[] = {1, 2, 3}; int b = a[0] ? p.x : ~p.y;\n",
    "long n = a * b + c / d % e;\nlong m = (a << 2) | (b >> 3) ^ !c && d != e;\n",
]

PYTHON = [
    'print(f"a {b} c {d!r} {e:.4f} {f!s:>{width}} {{g}} {h[\'i\']} {j=}")\n',
    'x = f"""one {two(\n    3)} \'four\' {five:{six}.{seven}f}\n"""\n',
    "a = r'\\d' + b'bytes\\'' + rb\"raw\" + u'old' + F'{x}' + Rb'''y''' + fr'{z}\\d'\n",
    '"""A page of\n"words" and \'more\'\n"""\nx = \'\'\ny = ""\nz = \'\'\'a\'b\'\'\'\n',
    "n = [0, 1_000, 0xFF, 0b11, 0o17, 1.5, .5, 2., 1e10, 1.5e-3, 3j, 1_0.0_1e1_0]\n",
    "@torch.no_grad()\n@staticmethod\ndef step(self, x: int = 0, *args, key=None, **rest) -> float:\n    return x @ self.w\n",
    "class Net(nn.Module, metaclass=Meta):\n    LIMIT_OF_ALL = 3\n    def forward(self, x): return super().forward(x)\n",
    "async def f():\n    async with a as b, c: await d\n    async for e in g: yield e\n",
    "match command.split():\n    case [\"go\", direction] if ok: pass\n    case Point(x=0) | None: pass\n    case _: raise ValueError\n",
    "match = re.match(a, b)\ncase = match.case(1)\ntype = case\nmatch(x)\n",
    "x = not a is not None and b not in c or lambda y, *z: y if z else 0\n",
    "if (n := len(a)) > 10: print(n) # comment\nx = a[1:2, ..., ::3]\ny = a ** b // c % d << 2 >> e & f | g ^ ~h\n",
    "total = 1 + \\\n    2\nfrom a.b import (c as d,\n    e)\ndel x; global z; nonlocal_ = 1\n",
    "x = {**a, 'b': [c for c in d if c], 'e': {f: g for f, g in h}}\nassert x, 'no'\n",
]

SNIPPETS = [("swift", x) for x in SWIFT] + [("c", x) for x in C] + [("python", x) for x in PYTHON]
