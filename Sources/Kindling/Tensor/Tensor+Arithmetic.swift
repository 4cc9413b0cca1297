// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-05-arithmetic.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 6941d8b2cf0268cb

// Chapters/Workshop/01-05-arithmetic.md: Operators
import KindlingEngine

extension Op {
    /// a + b.
    struct Add: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            .elementwise(KD_ADD, inputs[0], inputs[1], name: "+")
        }
    }

    /// a - b.
    struct Sub: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            .elementwise(KD_SUB, inputs[0], inputs[1], name: "-")
        }
    }

    /// A number minus a tensor.
    struct Rsub: Function {
        let number: Double
        var name: String { "RsubBackward1" }

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            .elementwise(KD_SUB, Tensor(number), inputs[0], name: "-")
        }
    }

    /// a · b, element by element.
    struct Mul: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.save(inputs[0], if: context.needsGradient[1])
            context.save(inputs[1], if: context.needsGradient[0])
            return .elementwise(KD_MUL, inputs[0], inputs[1], name: "*")
        }
    }
}

extension Op {
    /// a / b.
    struct Div: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.save(inputs[0], if: context.needsGradient[1])
            context.save(inputs[1])
            return .elementwise(KD_DIV, inputs[0], inputs[1], name: "/")
        }
    }

    /// -a.
    struct Neg: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            inputs[0].elementwise(KD_NEG)
        }
    }

    /// 1 / a.
    struct Reciprocal: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let result = inputs[0].elementwise(KD_RECIPROCAL)
            context.save(result)
            return result
        }
    }
}

extension Tensor {
    /// The sum element by element; shapes are broadcast, and a number stands for a tensor of shape `[]`.
    public static func + (a: Tensor, b: Tensor) -> Tensor { Op.Add()(a, b) }
    /// The sum of every element and a number.
    public static func + (a: Tensor, b: Double) -> Tensor { Op.Add()(a, Tensor(b)) }
    /// The sum of a number and every element.
    public static func + (a: Double, b: Tensor) -> Tensor { Op.Add()(b, Tensor(a)) }

    /// The difference element by element; shapes are broadcast.
    public static func - (a: Tensor, b: Tensor) -> Tensor { Op.Sub()(a, b) }
    /// Every element less a number.
    public static func - (a: Tensor, b: Double) -> Tensor { Op.Sub()(a, Tensor(b)) }
    /// A number less every element.
    public static func - (a: Double, b: Tensor) -> Tensor { Op.Rsub(number: a)(b) }

    /// The product element by element. For the product of matrices, see `matmul`.
    public static func * (a: Tensor, b: Tensor) -> Tensor { Op.Mul()(a, b) }
    /// Every element times a number.
    public static func * (a: Tensor, b: Double) -> Tensor { Op.Mul()(a, Tensor(b)) }
    /// A number times every element.
    public static func * (a: Double, b: Tensor) -> Tensor { Op.Mul()(b, Tensor(a)) }

    /// The quotient element by element; shapes are broadcast.
    public static func / (a: Tensor, b: Tensor) -> Tensor { Op.Div()(a, b) }
    /// Every element divided by a number.
    public static func / (a: Tensor, b: Double) -> Tensor { Op.Div()(a, Tensor(b)) }
    /// A number divided by every element.
    public static func / (a: Double, b: Tensor) -> Tensor { Op.Mul()(Op.Reciprocal()(b), Tensor(a)) }

    /// Every element with the other sign.
    public static prefix func - (a: Tensor) -> Tensor { Op.Neg()(a) }

    /// 1 divided by every element.
    public func reciprocal() -> Tensor { Op.Reciprocal()(self) }
}
