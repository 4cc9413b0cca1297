// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-05-arithmetic.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 5ad80321407a1bf4

// Chapters/Workshop/01-05-arithmetic.md: Functions
import KindlingEngine

extension Op {
    /// e to the power of x.
    struct Exp: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let result = inputs[0].elementwise(KD_EXP)
            context.save(result)
            return result
        }
    }

    /// The natural logarithm of x.
    struct Log: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.save(inputs[0])
            return inputs[0].elementwise(KD_LOG)
        }
    }

    /// log(1 + x).
    struct Log1p: Function {
        var name: String { "Log1PBackward0" }

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.save(inputs[0])
            return inputs[0].elementwise(KD_LOG1P)
        }
    }

    /// The square root of x.
    struct Sqrt: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let result = inputs[0].elementwise(KD_SQRT)
            context.save(result)
            return result
        }
    }
}

extension Op {
    /// The sine of x.
    struct Sin: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.save(inputs[0])
            return inputs[0].elementwise(KD_SIN)
        }
    }

    /// The cosine of x.
    struct Cos: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.save(inputs[0])
            return inputs[0].elementwise(KD_COS)
        }
    }

    /// The hyperbolic tangent of x.
    struct Tanh: Function {

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let result = inputs[0].elementwise(KD_TANH)
            context.save(result)
            return result
        }
    }
}

extension Op {
    /// 1 / (1 + exp(-x)).
    struct Sigmoid: Function {

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let result = inputs[0].elementwise(KD_SIGMOID)
            context.save(result)
            return result
        }
    }

    /// x where it is positive, 0 elsewhere.
    struct Relu: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let result = inputs[0].elementwise(KD_RELU)
            context.save(result)
            return result
        }
    }
}

extension Op {
    /// x without its sign.
    struct Abs: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.save(inputs[0])
            return inputs[0].elementwise(KD_ABS)
        }
    }

    /// The error function of x.
    struct Erf: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.save(inputs[0])
            return inputs[0].elementwise(KD_ERF)
        }
    }
}

extension Op {
    /// Every element to the power of a number.
    struct Pow: Function {
        let exponent: Double

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let x = inputs[0]
            context.save(x)
            return switch exponent {
            case 2: .elementwise(KD_MUL, x, x, name: "pow")
            case 0.5: x.elementwise(KD_SQRT)
            default: .elementwise(KD_POW, x, Tensor(exponent), name: "pow")
            }
        }
    }

    /// The elements cut off at a lower and an upper limit.
    struct Clamp: Function {
        let lower, upper: Double
        var name: String { "ClampBackward1" }

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.save(inputs[0])
            let cut = Tensor.elementwise(KD_MAX, inputs[0], Tensor(lower), name: "clamp")
            return .elementwise(KD_MIN, cut, Tensor(upper), name: "clamp")
        }
    }
}

extension Tensor {
    /// e to the power of every element.
    public func exp() -> Tensor { Op.Exp()(self) }

    /// The natural logarithm of every element: -inf for 0, nan for negative numbers.
    public func log() -> Tensor { Op.Log()(self) }

    /// log(1 + x) for every element, accurate even where x is tiny.
    public func log1p() -> Tensor { Op.Log1p()(self) }

    /// The square root of every element: nan for negative numbers.
    public func sqrt() -> Tensor { Op.Sqrt()(self) }

    /// The sine of every element, in radians.
    public func sin() -> Tensor { Op.Sin()(self) }

    /// The cosine of every element, in radians.
    public func cos() -> Tensor { Op.Cos()(self) }

    /// The hyperbolic tangent of every element, between -1 and 1.
    public func tanh() -> Tensor { Op.Tanh()(self) }

    /// 1 / (1 + exp(-x)) for every element, between 0 and 1.
    public func sigmoid() -> Tensor { Op.Sigmoid()(self) }

    /// The elements, with 0 in the place of the negative ones.
    public func relu() -> Tensor { Op.Relu()(self) }

    /// Every element without its sign.
    public func abs() -> Tensor { Op.Abs()(self) }

    /// The error function of every element: 2/√π times the integral of exp(-t²) from 0 to x.
    public func erf() -> Tensor { Op.Erf()(self) }

    /// Every element to the power of `exponent`.
    public func pow(_ exponent: Double) -> Tensor { Op.Pow(exponent: exponent)(self) }

    /// Every element cut off at `min` and `max`. If `min` is above `max`, every element becomes `max`, as in torch.
    public func clamp(min: Double = -.infinity, max: Double = .infinity) -> Tensor {
        Op.Clamp(lower: min, upper: max)(self)
    }
}
