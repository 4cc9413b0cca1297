/// A part of a row, with what decides about the space around it.
struct MathAtom {
    /// The eight kinds of atoms in The TeXbook, chapter 17.
    enum Kind: Int, Sendable {
        case ordinary
        case `operator`
        case binary
        case relation
        case opening
        case closing
        case punctuation
        case inner
    }

    /// Where scripts go.
    enum Limits: Sendable {
        /// To the right.
        case beside
        /// Below and above in a displayed formula, else to the right.
        case movable
        /// Below and above.
        case stacked
    }

    var element: MathElement
    /// Nil for what the author put in as space: the rules look through it.
    var kind: Kind?
    var limits = Limits.beside
    /// Whether it is a function's name, which asks for what it is applied to.
    var isFunction = false
    /// Whether it is what says that a function's name is applied to what follows.
    var isApplication = false
    var style: MathStyle
    /// Whether the rest of the row takes on the atom's style; the element then shows nothing.
    var changesStyle = false
    var place: TeXPlace
}

/// How large a formula is, and whether it has room.
struct MathStyle: Hashable, Sendable {
    var isDisplay: Bool
    /// 0 for a formula, 1 for scripts, 2 for the scripts of scripts.
    var scriptLevel = 0

    /// The style of its scripts.
    var script: MathStyle { MathStyle(isDisplay: false, scriptLevel: min(scriptLevel + 1, 2)) }

    /// The style of a fraction's parts.
    var fraction: MathStyle { isDisplay ? MathStyle(isDisplay: false, scriptLevel: scriptLevel) : script }

    /// What asks a browser for it.
    var attributes: [MathAttribute: String] {
        [.displaystyle: isDisplay ? "true" : "false", .scriptlevel: String(scriptLevel)]
    }
}

/// Puts atoms in a row with the space that The TeXbook (chapter 18, page 170) puts between them.
struct MathRow {
    private var atoms: [MathAtom]

    /// - Parameter before: the kind of the atom that the row is to be set behind.
    init(_ atoms: [MathAtom], before: MathAtom.Kind? = nil) {
        self.atoms = atoms
        settleBinaries(before: before)
        applyFunctions()
        addSpace(before: before)
    }

    /// The row's elements.
    var elements: [MathElement] { Self.elements(of: atoms[...]) }

    private static func elements(of atoms: ArraySlice<MathAtom>) -> [MathElement] {
        guard let change = atoms.firstIndex(where: \.changesStyle) else { return atoms.map(\.element) }
        let changed = MathElement(
            "mstyle", atoms[change].style.attributes, elements(of: atoms[(change + 1)...]))
        return atoms[..<change].map(\.element) + [changed]
    }

    /// A sign with nothing to join is no binary one.
    private mutating func settleBinaries(before: MathAtom.Kind?) {
        var last: (index: Int?, kind: MathAtom.Kind?) = (nil, before)
        for index in atoms.indices {
            guard let kind = atoms[index].kind else { continue }
            switch (last.kind, kind) {
            case (nil, .binary), (.binary, .binary), (.operator, .binary), (.relation, .binary), (.opening, .binary),
                (.punctuation, .binary):
                atoms[index].kind = .ordinary
                let isSign = atoms[(index + 1)...].contains { $0.kind != nil }
                if isSign && atoms[index].element.name == "mo" { atoms[index].element.attributes[.form] = "prefix" }
            case (.binary, .relation), (.binary, .closing), (.binary, .punctuation):
                if let index = last.index { atoms[index].kind = .ordinary }
            default: break
            }
            last = (index, atoms[index].kind)
        }
        if last.kind == .binary, let index = last.index { atoms[index].kind = .ordinary }
    }

    /// Says between a function's name and what follows that the one is applied to the other.
    private mutating func applyFunctions() {
        for index in atoms.indices.reversed() where atoms[index].isFunction {
            guard let next = atoms[(index + 1)...].first(where: { $0.kind != nil }) else { continue }
            switch next.kind {
            case .ordinary, .operator, .opening, .inner: break
            default: continue
            }
            let name = atoms[index]
            atoms.insert(
                MathAtom(
                    element: .operator("\u{2061}"), kind: .operator, isApplication: true, style: name.style,
                    place: name.place),
                at: index + 1)
        }
    }

    private mutating func addSpace(before: MathAtom.Kind?) {
        var spaced: [MathAtom] = []
        var last: (index: Int?, kind: MathAtom.Kind?) = (nil, before)
        for var atom in atoms {
            guard let kind = atom.kind else {
                spaced.append(atom)
                continue
            }
            let width = last.kind.map { Self.space($0, kind, isScript: atom.style.scriptLevel > 0) } ?? 0
            if width > 0 && !atom.isApplication && !atom.element.addSpaceOnLeft(width) {
                if !(last.index.map { spaced[$0].element.addSpaceOnRight(width) } ?? false) {
                    let gap = MathElement.space(width, [.class: "gap"])
                    spaced.append(MathAtom(element: gap, style: atom.style, place: atom.place))
                }
            }
            last = (spaced.count, kind)
            spaced.append(atom)
        }
        atoms = spaced
    }

    /// The space between two kinds, in em.
    private static func space(_ left: MathAtom.Kind, _ right: MathAtom.Kind, isScript: Bool) -> Double {
        switch spaces[left.rawValue][right.rawValue] {
        case .always(let width): width
        case .outsideOfScripts(let width): isScript ? 0 : width
        }
    }

    private enum Space {
        case always(Double)
        case outsideOfScripts(Double)
    }

    /// The TeXbook's table. Combinations that can't be, as binary ones are settled before, have no space.
    private static let spaces: [[Space]] = {
        let none = Space.always(0)
        let thin = Space.always(3 / 18)
        let roomy = Space.outsideOfScripts(3 / 18)
        let medium = Space.outsideOfScripts(4 / 18)
        let thick = Space.outsideOfScripts(5 / 18)
        return [
            // Ordinary, operator, binary, relation, opening, closing, punctuation, inner.
            [none, thin, medium, thick, none, none, none, roomy],
            [thin, thin, none, thick, none, none, none, roomy],
            [medium, medium, none, none, medium, none, none, medium],
            [thick, thick, none, none, thick, none, none, thick],
            [none, none, none, none, none, none, none, none],
            [none, thin, medium, thick, none, none, none, roomy],
            [roomy, roomy, none, roomy, roomy, roomy, roomy, roomy],
            [roomy, thin, medium, thick, roomy, none, roomy, roomy],
        ]
    }()
}
