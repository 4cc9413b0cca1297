// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-07-integers.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 27298b11eb938efa

// Chapters/Workshop/01-07-integers.md: Without the dot
extension Strided {
    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .==; of one-element tensors, compare what item() gives"
    )
    public static func == (a: Self, b: Self) -> BoolTensor { fatalError() }
    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .==; of one-element tensors, compare what item() gives"
    )
    @_disfavoredOverload public static func == (a: Self, b: Self) -> Bool { fatalError() }
    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .==; of one-element tensors, compare what item() gives"
    )
    public static func == (a: Self, b: some Numeric) -> BoolTensor { fatalError() }
    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .==; of one-element tensors, compare what item() gives"
    )
    @_disfavoredOverload public static func == (a: Self, b: some Numeric) -> Bool { fatalError() }

    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .!=; of one-element tensors, compare what item() gives"
    )
    public static func != (a: Self, b: Self) -> BoolTensor { fatalError() }
    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .!=; of one-element tensors, compare what item() gives"
    )
    @_disfavoredOverload public static func != (a: Self, b: Self) -> Bool { fatalError() }
    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .!=; of one-element tensors, compare what item() gives"
    )
    public static func != (a: Self, b: some Numeric) -> BoolTensor { fatalError() }
    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .!=; of one-element tensors, compare what item() gives"
    )
    @_disfavoredOverload public static func != (a: Self, b: some Numeric) -> Bool { fatalError() }

    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .<; of one-element tensors, compare what item() gives"
    )
    public static func < (a: Self, b: Self) -> BoolTensor { fatalError() }
    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .<; of one-element tensors, compare what item() gives"
    )
    @_disfavoredOverload public static func < (a: Self, b: Self) -> Bool { fatalError() }
    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .<; of one-element tensors, compare what item() gives"
    )
    public static func < (a: Self, b: some Numeric) -> BoolTensor { fatalError() }
    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .<; of one-element tensors, compare what item() gives"
    )
    @_disfavoredOverload public static func < (a: Self, b: some Numeric) -> Bool { fatalError() }

    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .<=; of one-element tensors, compare what item() gives"
    )
    public static func <= (a: Self, b: Self) -> BoolTensor { fatalError() }
    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .<=; of one-element tensors, compare what item() gives"
    )
    @_disfavoredOverload public static func <= (a: Self, b: Self) -> Bool { fatalError() }
    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .<=; of one-element tensors, compare what item() gives"
    )
    public static func <= (a: Self, b: some Numeric) -> BoolTensor { fatalError() }
    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .<=; of one-element tensors, compare what item() gives"
    )
    @_disfavoredOverload public static func <= (a: Self, b: some Numeric) -> Bool { fatalError() }

    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .>; of one-element tensors, compare what item() gives"
    )
    public static func > (a: Self, b: Self) -> BoolTensor { fatalError() }
    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .>; of one-element tensors, compare what item() gives"
    )
    @_disfavoredOverload public static func > (a: Self, b: Self) -> Bool { fatalError() }
    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .>; of one-element tensors, compare what item() gives"
    )
    public static func > (a: Self, b: some Numeric) -> BoolTensor { fatalError() }
    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .>; of one-element tensors, compare what item() gives"
    )
    @_disfavoredOverload public static func > (a: Self, b: some Numeric) -> Bool { fatalError() }

    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .>=; of one-element tensors, compare what item() gives"
    )
    public static func >= (a: Self, b: Self) -> BoolTensor { fatalError() }
    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .>=; of one-element tensors, compare what item() gives"
    )
    @_disfavoredOverload public static func >= (a: Self, b: Self) -> Bool { fatalError() }
    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .>=; of one-element tensors, compare what item() gives"
    )
    public static func >= (a: Self, b: some Numeric) -> BoolTensor { fatalError() }
    @available(
        *, unavailable,
        message: "tensors are compared element by element: write .>=; of one-element tensors, compare what item() gives"
    )
    @_disfavoredOverload public static func >= (a: Self, b: some Numeric) -> Bool { fatalError() }
}
