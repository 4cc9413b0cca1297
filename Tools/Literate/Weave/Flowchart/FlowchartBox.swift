/// The outline of a node around its label, and where edges meet it.
struct FlowchartBox {
    let shape: Flowchart.Shape
    let width: Double
    let height: Double
    /// How far below the middle of the outline the middle of the label lies.
    let labelOffset: Double

    /// The height of the rim of a cylinder, from its upper edge to the lower one.
    static let rim = 12.0
    /// How far the inner lines of a subroutine are from its sides.
    static let bar = 8.0

    init(_ shape: Flowchart.Shape, label: (width: Double, height: Double)) {
        var width = label.width + 28
        var height = label.height + 18
        var labelOffset = 0.0
        switch shape {
        case .rectangle, .rounded:
            break
        case .stadium:
            width = max(label.width + 16 + height / 2, height)
        case .cylinder:
            height += 1.5 * Self.rim
            labelOffset = Self.rim / 2
        case .circle:
            let diagonal = label.width * label.width + label.height * label.height
            width = diagonal.squareRoot() + 18
            height = width
        case .hexagon:
            width += height / 2
        case .rhombus:
            // The corners of the label, with some room, touch the sides.
            let room = (width: label.width + 14, height: label.height + 8)
            width = room.width + 2 * room.height
            height = room.height + room.width / 2
        case .subroutine:
            width += 2 * Self.bar
        }
        self.shape = shape
        self.width = width
        self.height = height
        self.labelOffset = labelOffset
    }

    /// How round the corners are.
    var radius: Double {
        switch shape {
        case .rounded: 10
        case .stadium, .circle: height / 2
        case .rectangle, .subroutine: 3
        case .cylinder, .hexagon, .rhombus: 0
        }
    }

    /// How much of a hexagon's width its left tip takes.
    var tip: Double { height / 4 }

    /// How far the outline reaches up and down from the middle, `x` beside it.
    func reachUp(at x: Double) -> Double {
        let x = min(abs(x), width / 2)
        switch shape {
        case .rectangle, .rounded, .stadium, .circle, .subroutine:
            return height / 2 - Self.bend(radius, beyond: width / 2 - radius, at: x)
        case .cylinder:
            let share = 2 * x / width
            return height / 2 - Self.rim / 2 * (1 - (1 - share * share).squareRoot())
        case .hexagon:
            return height / 2 * min((width / 2 - x) / tip, 1)
        case .rhombus:
            return height / 2 * (1 - 2 * x / width)
        }
    }

    /// How far the outline reaches to the sides, `y` above or below the middle.
    func reachAside(at y: Double) -> Double {
        let y = min(abs(y), height / 2)
        switch shape {
        case .rectangle, .rounded, .stadium, .circle, .subroutine:
            return width / 2 - Self.bend(radius, beyond: height / 2 - radius, at: y)
        case .cylinder:
            return width / 2
        case .hexagon:
            return width / 2 - tip * 2 * y / height
        case .rhombus:
            return width / 2 * (1 - 2 * y / height)
        }
    }

    /// How far a round corner, which begins at `start`, has come down at a place.
    private static func bend(_ radius: Double, beyond start: Double, at place: Double) -> Double {
        let way = min(place - start, radius)
        return way > 0 ? radius - (radius * radius - way * way).squareRoot() : 0
    }

    /// Half of what is straight of the upper side, where arrows can stand side by side.
    var straightTop: Double {
        switch shape {
        case .rectangle, .rounded, .stadium, .subroutine: width / 2 - radius
        case .cylinder: width * 0.35
        case .hexagon: width / 2 - tip
        case .circle, .rhombus: 0
        }
    }

    /// Half of what is straight of the left side.
    var straightSide: Double {
        switch shape {
        case .rectangle, .rounded, .subroutine: height / 2 - radius
        case .cylinder: height / 2 - Self.rim
        case .stadium, .circle, .hexagon, .rhombus: 0
        }
    }
}
