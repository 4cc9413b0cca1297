// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-05-arithmetic.md
//   Chapters/Workshop/01-12-writing.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 63d438d8ddd5eb58

// Chapters/Workshop/01-05-arithmetic.md: In place
import KindlingEngine

extension Tensor {
    /// Adds to every element, in place.
    @_disfavoredOverload public static func += (a: Tensor, b: Tensor) {
        Op.Add().inPlace(a, b) { a.update(KD_ADD, with: b, name: "+=") }
    }
    /// Adds a number to every element, in place.
    @_disfavoredOverload public static func += (a: Tensor, b: Double) { a += Tensor(b) }

    /// Subtracts from every element, in place.
    @_disfavoredOverload public static func -= (a: Tensor, b: Tensor) {
        Op.Sub().inPlace(a, b) { a.update(KD_SUB, with: b, name: "-=") }
    }
    /// Subtracts a number from every element, in place.
    @_disfavoredOverload public static func -= (a: Tensor, b: Double) { a -= Tensor(b) }

    /// Multiplies every element, in place.
    @_disfavoredOverload public static func *= (a: Tensor, b: Tensor) {
        Op.Mul().inPlace(a, b) { a.update(KD_MUL, with: b, name: "*=") }
    }
    /// Multiplies every element by a number, in place.
    @_disfavoredOverload public static func *= (a: Tensor, b: Double) { a *= Tensor(b) }

    /// Divides every element, in place.
    @_disfavoredOverload public static func /= (a: Tensor, b: Tensor) {
        Op.Div().inPlace(a, b) { a.update(KD_DIV, with: b, name: "/=") }
    }
    /// Divides every element by a number, in place.
    @_disfavoredOverload public static func /= (a: Tensor, b: Double) { a /= Tensor(b) }
}

extension Tensor {
    /// Writes another tensor's elements over this one's. Its shape may be expanded.
    public func copy(_ other: Tensor) {
        requireOwnPlaces("copy")
        Op.CopyIn().inPlace(self, other) {
            if broadcastShape(shape, other.shape, of: "copy") != shape {
                fatalError("copy: the shape \(other.shape) doesn't fit into \(shape)")
            }
            write(other)
            storage.version += 1
        }
    }

    /// Writes one number everywhere. Elements that share a place may get it together.
    public func fill(_ value: Double) {
        let number = Tensor(value)
        var places = layout
        for d in places.shape.indices where places.strides[d] == 0 { places.shape[d] = Swift.min(places.shape[d], 1) }
        Op.CopyIn().inPlace(self, number) {
            Tensor(storage: storage, layout: places).write(number)
            storage.version += 1
        }
    }

    /// Writes 0 everywhere.
    public func zero() { fill(0) }
}

extension Op {
    /// The operation behind `copy`: what was there before doesn't matter any more.
    struct CopyIn: Function {
        var name: String { "CopyBackwards" }

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            inputs[1].expand(inputs[0].shape).clone()
        }
    }
}

extension Function {
    /// Runs `change`, which applies this operation to `a` and `b` and leaves the result in `a`.
    func inPlace(_ a: Tensor, _ b: Tensor, _ change: () -> Void) {
        Tape.runInPlace(self, a, b, change)
    }
}

// Chapters/Workshop/01-12-writing.md: Adding to what was picked
extension Tensor {
    /// Adds to every element, in place; what can't be changed in place, such as `x[mask]`, is written back.
    public static func += (a: inout Tensor, b: Tensor) {
        let place = a
        place += b
    }
    /// Adds a number to every element, in place, or writes back.
    public static func += (a: inout Tensor, b: Double) {
        let place = a
        place += b
    }

    /// Subtracts from every element, in place, or writes back.
    public static func -= (a: inout Tensor, b: Tensor) {
        let place = a
        place -= b
    }
    /// Subtracts a number from every element, in place, or writes back.
    public static func -= (a: inout Tensor, b: Double) {
        let place = a
        place -= b
    }

    /// Multiplies every element, in place, or writes back.
    public static func *= (a: inout Tensor, b: Tensor) {
        let place = a
        place *= b
    }
    /// Multiplies every element by a number, in place, or writes back.
    public static func *= (a: inout Tensor, b: Double) {
        let place = a
        place *= b
    }

    /// Divides every element, in place, or writes back.
    public static func /= (a: inout Tensor, b: Tensor) {
        let place = a
        place /= b
    }
    /// Divides every element by a number, in place, or writes back.
    public static func /= (a: inout Tensor, b: Double) {
        let place = a
        place /= b
    }
}
