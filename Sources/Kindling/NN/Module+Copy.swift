// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/17-05-layers.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 703baaf74594a770

// Chapters/Workshop/17-05-layers.md: A copy of a module
/// A module that can be made again. Then `copy()` copies it, alone or as a part of another.
///
///     extension TwoLayers: CopyableModule {
///         func remade(_ copies: ModuleCopies) -> TwoLayers { TwoLayers() }
///     }
public protocol CopyableModule: Module {
    /// A new module of the same settings. Its parameters and buffers may have any values: `copy()` replaces them.
    /// - Parameter copies: copies the modules within that are arguments of the initializer: `copies(layer)`.
    func remade(_ copies: ModuleCopies) -> Self
}

/// The copies made so far: a module that stands in two places is copied once.
public final class ModuleCopies {
    private var made: [ObjectIdentifier: Module] = [:]

    /// A module like this one, with its own parameters, but their values not yet copied.
    public func callAsFunction<M: Module>(_ module: M) -> M {
        if let copy = made[ObjectIdentifier(module)] as? M { return copy }
        guard let copy = (module as? any CopyableModule)?.remade(self) as? M else {
            fatalError(
                "copy: \(type(of: module)) can't be made again; it needs remade(_:), of the protocol CopyableModule")
        }
        made[ObjectIdentifier(module)] = copy
        return copy
    }
}
extension Module {
    /// A module of the same class and settings, with copies of the parameters and buffers: from now on the two learn
    /// apart. Hooks aren't copied, nor gradients.
    ///
    /// The program stops if a module within isn't a `CopyableModule`, or doesn't come out with the same parts.
    public func copy() -> Self {
        // A layer draws weights when it's made. They are thrown away, and the program's own random numbers go on as if
        // nothing had been drawn.
        let copy = withRandomSeed(0) { ModuleCopies()(self) }
        let (parts, copies) = (namedModules, copy.namedModules)
        let (own, others) = (ownState, copy.ownState)
        if parts.map(\.name) != copies.map(\.name) || own.map(\.name) != others.map(\.name)
            || own.map(\.tensor.shape) != others.map(\.tensor.shape)
        {
            fatalError("copy: \(Self.self), made again, has other parts: \(copy), not \(self)")
        }
        noGrad {
            for ((_, tensor), (_, other)) in zip(own, others) {
                other.copy(tensor)
                if tensor is Parameter { other.requiresGrad = tensor.requiresGrad }
            }
        }
        for ((_, module), (_, other)) in zip(parts, copies) { other.isTraining = module.isTraining }
        return copy
    }

    private var ownState: [(name: String, tensor: Tensor)] {
        namedParameters.map { ($0.name, $0.parameter) } + namedBuffers.map { ($0.name, $0.buffer) }
    }
}
extension Linear: CopyableModule {
    public func remade(_ copies: ModuleCopies) -> Linear { Linear(inFeatures, outFeatures, bias: bias != nil) }
}

extension LayerNorm: CopyableModule {
    public func remade(_ copies: ModuleCopies) -> LayerNorm {
        LayerNorm(normalizedShape, epsilon: epsilon, elementwiseAffine: weight != nil, bias: bias != nil)
    }
}

extension Embedding: CopyableModule {
    public func remade(_ copies: ModuleCopies) -> Embedding {
        Embedding(numEmbeddings, embeddingDim, paddingIndex: paddingIndex)
    }
}

extension MultiheadAttention: CopyableModule {
    public func remade(_ copies: ModuleCopies) -> MultiheadAttention {
        MultiheadAttention(
            embedDim: embedDim, numHeads: numHeads, dropout: dropout, bias: inProjBias != nil, batchFirst: batchFirst)
    }
}

extension TransformerEncoderLayer: CopyableModule {
    public func remade(_ copies: ModuleCopies) -> TransformerEncoderLayer { TransformerEncoderLayer(settings) }
}

extension TransformerDecoderLayer: CopyableModule {
    public func remade(_ copies: ModuleCopies) -> TransformerDecoderLayer { TransformerDecoderLayer(settings) }
}

extension TransformerEncoder: CopyableModule {
    public func remade(_ copies: ModuleCopies) -> TransformerEncoder {
        TransformerEncoder(layers: layers.map { copies($0) }, norm: norm.map { copies($0) })
    }
}

extension TransformerDecoder: CopyableModule {
    public func remade(_ copies: ModuleCopies) -> TransformerDecoder {
        TransformerDecoder(layers: layers.map { copies($0) }, norm: norm.map { copies($0) })
    }
}

extension Transformer: CopyableModule {
    public func remade(_ copies: ModuleCopies) -> Transformer {
        Transformer(encoder: copies(encoder), decoder: copies(decoder), batchFirst: batchFirst)
    }
}

extension PositionalEncoding: CopyableModule {
    public func remade(_ copies: ModuleCopies) -> PositionalEncoding {
        PositionalEncoding(dModel: pe.size(1), dropout: dropout.p, maxLength: pe.size(0), batchFirst: batchFirst)
    }
}
extension Sequential: CopyableModule {
    public func remade(_ copies: ModuleCopies) -> Sequential { Sequential(map { copies($0) }) }
}

extension ModuleList: CopyableModule {
    public func remade(_ copies: ModuleCopies) -> ModuleList { ModuleList(map { copies($0) }) }
}

extension Conv2d: CopyableModule {
    public func remade(_ copies: ModuleCopies) -> Conv2d {
        Conv2d(
            inChannels, outChannels, kernelSize: kernelSize, stride: stride, padding: padding, dilation: dilation,
            groups: groups, bias: bias != nil)
    }
}

extension BatchNorm1d: CopyableModule {
    public func remade(_ copies: ModuleCopies) -> BatchNorm1d {
        BatchNorm1d(
            channels, epsilon: epsilon, momentum: momentum, affine: weight != nil,
            trackRunningStats: runningMean != nil, bias: bias != nil)
    }
}

extension BatchNorm2d: CopyableModule {
    public func remade(_ copies: ModuleCopies) -> BatchNorm2d {
        BatchNorm2d(
            channels, epsilon: epsilon, momentum: momentum, affine: weight != nil,
            trackRunningStats: runningMean != nil, bias: bias != nil)
    }
}

extension Dropout: CopyableModule { public func remade(_ copies: ModuleCopies) -> Dropout { Dropout(p: p) } }
extension ReLU: CopyableModule { public func remade(_ copies: ModuleCopies) -> ReLU { ReLU() } }
extension Sigmoid: CopyableModule { public func remade(_ copies: ModuleCopies) -> Sigmoid { Sigmoid() } }
extension Tanh: CopyableModule { public func remade(_ copies: ModuleCopies) -> Tanh { Tanh() } }
extension GELU: CopyableModule {
    public func remade(_ copies: ModuleCopies) -> GELU { GELU(approximate: approximation) }
}

extension Softmax: CopyableModule { public func remade(_ copies: ModuleCopies) -> Softmax { Softmax(dimension) } }

extension LogSoftmax: CopyableModule {
    public func remade(_ copies: ModuleCopies) -> LogSoftmax { LogSoftmax(dimension) }
}

extension Identity: CopyableModule { public func remade(_ copies: ModuleCopies) -> Identity { Identity() } }
extension Flatten: CopyableModule { public func remade(_ copies: ModuleCopies) -> Flatten { Flatten(first, last) } }
extension Lambda: CopyableModule { public func remade(_ copies: ModuleCopies) -> Lambda { Lambda(function) } }

extension MaxPool2d: CopyableModule {
    public func remade(_ copies: ModuleCopies) -> MaxPool2d {
        MaxPool2d(kernelSize, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode)
    }
}

extension AvgPool2d: CopyableModule {
    public func remade(_ copies: ModuleCopies) -> AvgPool2d {
        AvgPool2d(
            kernelSize, stride: stride, padding: padding, ceilMode: ceilMode, countIncludePad: countIncludePad,
            divisorOverride: divisorOverride)
    }
}

extension AdaptiveAvgPool2d: CopyableModule {
    public func remade(_ copies: ModuleCopies) -> AdaptiveAvgPool2d { AdaptiveAvgPool2d(outputSize) }
}

extension MnistCNN: CopyableModule { public func remade(_ copies: ModuleCopies) -> MnistCNN { MnistCNN() } }
