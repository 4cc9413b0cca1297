// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/03-05-pictures.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 832a0dfa31c71293

// Chapters/Workshop/03-05-pictures.md: A chart
/// A line chart as SVG: for loss curves.
///
/// It draws on a light card of its own, so it reads the same on a light page and a dark one. Its numbers are
/// formatted here, without the machine's language settings, so the same values give the same bytes everywhere.
public struct LineChart {
    /// One line of the chart.
    public struct Series {
        /// What the legend calls it.
        public var name: String
        /// In drawing order. Where `y` is not finite, the line has a gap.
        public var points: [(x: Double, y: Double)]

        /// Points with any distances between their x, joined in the given order.
        public init(_ name: String, _ points: [(x: Double, y: Double)]) {
            self.name = name
            self.points = points
        }

        /// Values at 0, 1, 2, …
        public init(_ name: String, _ values: [Double]) {
            self.init(name, values.enumerated().map { (Double($0.offset), $0.element) })
        }
    }

    /// Above the chart, in bold.
    public var title: String
    /// Below the horizontal axis: what is counted there, and in which unit.
    public var xLabel: String
    /// Beside the vertical axis, upwards.
    public var yLabel: String
    /// One coloured line each. The first is drawn first, below the others.
    public var series: [Series]

    /// The axes' ranges come from the points; the x axis ends with them, the y axis on a round number.
    public init(title: String, xLabel: String, yLabel: String, series: [Series]) {
        self.title = title
        self.xLabel = xLabel
        self.yLabel = yLabel
        self.series = series
    }

    /// The chart as the text of an SVG file.
    public var svg: String {
        let (width, height) = (720.0, 400.0)
        let (left, right, top, bottom) = (72.0, 24.0, 48.0, 56.0)
        let points = series.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
        let x = Axis(points.map(\.x), endsOnTicks: false)
        let y = Axis(points.map(\.y), endsOnTicks: true)
        func across(_ value: Double) -> Double { left + x.share(value) * (width - left - right) }
        func down(_ value: Double) -> Double { height - bottom - y.share(value) * (height - top - bottom) }

        var lines = [
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 720 400' font-family='sans-serif' font-size='13'>",
            "<rect width='720' height='400' rx='6' fill='#ffffff'/>",
            text(title, at: (left, 28), "font-size='16' font-weight='bold'"),
            text(xLabel, at: ((left + width - right) / 2, height - 14), "text-anchor='middle'"),
            text(yLabel, at: (18, 196), "text-anchor='middle' transform='rotate(-90 18 196)'"),
        ]
        for tick in y.ticks {
            lines.append("<path d='M72 \(decimal(down(tick), 2))H696' stroke='#e3e3e3'/>")
            lines.append(text(decimal(tick, y.digits), at: (left - 8, down(tick) + 4), "text-anchor='end'"))
        }
        for tick in x.ticks {
            lines.append("<path d='M\(decimal(across(tick), 2)) 344v5' stroke='#555555'/>")
            lines.append(text(decimal(tick, x.digits), at: (across(tick), 364), "text-anchor='middle'"))
        }
        lines.append("<path d='M72 344H696' stroke='#555555'/>")

        let colours = ["#1f6fb4", "#d1601f", "#2c8a4b", "#8d4bb0", "#b3364a", "#6b6b6b"]
        for (number, line) in series.enumerated() {
            let colour = colours[number % colours.count]
            var path = ""
            var penIsDown = false
            for point in line.points {
                guard point.x.isFinite, point.y.isFinite else {
                    penIsDown = false
                    continue
                }
                path += "\(penIsDown ? "L" : "M")\(decimal(across(point.x), 2)) \(decimal(down(point.y), 2))"
                penIsDown = true
            }
            lines.append(
                "<path d='\(path)' fill='none' stroke='\(colour)' stroke-width='2' stroke-linejoin='round'/>")
            if series.count > 1 {
                let row = top + 16 + 20 * Double(number)
                lines.append(text(line.name, at: (width - right - 8, row), "text-anchor='end'", fill: colour))
            }
        }
        return (lines + ["</svg>", ""]).joined(separator: "\n")
    }

    private func text(
        _ text: String, at place: (x: Double, y: Double), _ attributes: String, fill: String = "#222222"
    ) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            default: escaped.append(character)
            }
        }
        let (x, y) = (decimal(place.x, 2), decimal(place.y, 2))
        return "<text x='\(x)' y='\(y)' fill='\(fill)' \(attributes)>\(escaped)</text>"
    }
}

/// A chart's axis, with ticks at round numbers.
private struct Axis {
    let low: Double
    let high: Double
    let ticks: [Double]
    /// Decimals that the ticks need.
    let digits: Int

    /// An axis for `values`, from the smallest to the largest, or from tick to tick around them.
    init(_ values: [Double], endsOnTicks: Bool) {
        var low = values.min() ?? 0
        var high = values.max() ?? 1
        // Half, or what a Double of that size still notices.
        let room = max(0.5, 1e-9 * max(abs(low), abs(high)))
        if high - low < 1e-9 * max(abs(low), abs(high), 1e-9) { (low, high) = (low - room, high + room) }
        let span = high - low
        // The power of ten just below the span.
        var (power, exponent) = (1.0, 0)
        while power > span { (power, exponent) = (power / 10, exponent - 1) }
        while power * 10 <= span { (power, exponent) = (power * 10, exponent + 1) }
        // Of 0.2, 0.5, 1 and 2 times that, the first step that gives at most six.
        let (step, last): (Double, Int) =
            if span <= 1.2 * power {
                (power / 5, exponent - 1)
            } else if span <= 3 * power {
                (power / 2, exponent - 1)
            } else {
                (span <= 6 * power ? power : 2 * power, exponent)
            }
        let from = (low / step).rounded(endsOnTicks ? .down : .up)
        let to = (high / step).rounded(endsOnTicks ? .up : .down)
        ticks = stride(from: from, through: to, by: 1).map { $0 * step }
        self.low = endsOnTicks ? from * step : low
        self.high = endsOnTicks ? to * step : high
        digits = max(0, -last)
    }

    /// Where `value` lies between the ends, from 0 to 1.
    func share(_ value: Double) -> Double { (value - low) / (high - low) }
}

/// `value` rounded to `digits` decimals. Foundation's formatters would ask for the reader's language first.
private func decimal(_ value: Double, _ digits: Int) -> String {
    var unit = 1.0
    for _ in 0..<digits { unit *= 10 }
    let scaled = (abs(value) * unit).rounded()
    guard scaled < 9e15 else { return "\(value)" }
    let number = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, digits + 1 - number.count)) + number
    let sign = value < 0 && scaled > 0 ? "-" : ""
    return sign + padded.dropLast(digits) + (digits > 0 ? "." + padded.suffix(digits) : "")
}
