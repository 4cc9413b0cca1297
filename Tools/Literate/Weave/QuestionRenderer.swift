/// Makes the HTML of a lesson's questions.
struct QuestionRenderer {
    private let sheet: QuestionSheet
    private let text: String
    private let lesson: SitePage
    private let site: SiteContents

    init(_ sheet: QuestionSheet, _ text: String, of lesson: SitePage, in site: SiteContents) {
        self.sheet = sheet
        self.text = text
        self.lesson = lesson
        self.site = site
    }

    /// All of them, each a section.
    var html: String {
        let tree = MarkdownTree(text)
        defer { withExtendedLifetime(tree) {} }
        let nodes = tree.root.children
        return sheet.questions.enumerated().map { index, question in
            let end = index + 1 < sheet.questions.count ? sheet.questions[index + 1].line : .max
            return html(of: question, nodes.filter { $0.firstLine > question.line && $0.firstLine < end })
        }.joined()
    }

    private func html(of question: QuestionSheet.Question, _ nodes: [MarkdownNode]) -> String {
        let first = question.choices.first?.line ?? .max
        let name = "q-\(question.id)"
        var scene = nodes.filter { $0.firstLine < first }
        // The paragraph right above the choices asks.
        var asks = "What does it print?"
        if let last = scene.last, case .paragraph = last.kind, last.words.hasSuffix("?") {
            asks = last.words
            scene.removeLast()
        }
        var choices = ""
        var reasons = ""
        for (index, choice) in question.choices.enumerated() {
            let end = index + 1 < question.choices.count ? question.choices[index + 1].line : .max
            choices += """
                <label class="choice"><input type="radio" name="\(name)" value="\(index)"/> <code class="lines">\(HTML.escaped(choice.text.trimmingEnd))</code></label>

                """
            let why = rendered(nodes.filter { $0.firstLine > choice.line && $0.firstLine < end })
            reasons +=
                "<div class=\"because\" data-choice=\"\(index)\"\(choice.isRight ? " data-right=\"\"" : "")>\(why)</div>\n"
        }
        return """
            <section class="question" data-question="\(question.id)" aria-labelledby="\(name)">
            <h3 id="\(name)">\(HTML.escaped(question.title))</h3>
            \(rendered(scene))<form><fieldset><legend>\(HTML.escaped(asks))</legend>
            \(choices)<button type="submit">Answer</button></fieldset></form>
            <details class="reasons"><summary>Answers</summary>
            \(reasons)</details>
            </section>

            """
    }

    private func rendered(_ nodes: [MarkdownNode]) -> String {
        let renderer = PageRenderer(
            SitePage(door: sheet.path, text: ""), of: site.seen(from: lesson), prefix: "question-")
        renderer.render(nodes)
        return renderer.html
    }
}

extension String {
    fileprivate var trimmingEnd: Substring { self[...].hasSuffix("\n") ? dropLast() : self[...] }
}
