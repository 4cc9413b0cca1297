import CIndexStore
import Foundation

/// What the compiler notes, when it's asked to, of the names in what it compiles. The toolchain's libIndexStore reads
/// it, as it does for editors.
struct IndexStore: Sendable {
    /// A name at a place of a file.
    struct Occurrence: Hashable, Sendable {
        /// From 1.
        var line: Int
        /// The byte of the line that the name begins at, from 1.
        var column: Int
        /// What the name means, by the compiler's own word for it (USR): the same in all files, another for each declaration.
        var symbol: String
        /// Whether the symbol is declared here.
        var isDefinition: Bool
    }

    /// The library, as `dlopen` gives it.
    private let library: Handle

    private struct Handle: @unchecked Sendable { var pointer: UnsafeMutableRawPointer }

    /// The library of the toolchain whose `swiftc` is found.
    ///
    /// - Throws: `Failure` if it has none.
    init(root: String) async throws {
        let result = try await ChildProcess.run("swiftc", ["-print-target-info"], directory: root)
        struct Information: Decodable {
            struct Paths: Decodable { var runtimeResourcePath: String }
            var paths: Paths
        }
        guard let paths = try? JSONDecoder().decode(Information.self, from: Data(result.output)).paths else {
            throw Failure("can't tell where the toolchain of swiftc is", at: nil)
        }
        let folder = Files.parent(of: paths.runtimeResourcePath)
        let names = ["libIndexStore.so", "libIndexStore.dylib"].map { "\(folder)/\($0)" }
        guard let name = names.first(where: Files.exists), let library = dlopen(name, RTLD_NOW | RTLD_LOCAL) else {
            throw Failure("the toolchain has no libIndexStore in \(folder)", at: nil)
        }
        self.library = Handle(pointer: library)
    }

    private func function<T>(_ name: String, as type: T.Type = T.self) throws -> T {
        guard let address = dlsym(library.pointer, name) else {
            throw Failure("the toolchain's libIndexStore has no \(name)", at: nil)
        }
        return unsafeBitCast(address, to: type)
    }

    /// The names in the files that were compiled with `-index-store-path`, by the file. What the compiler has put there by
    /// itself, and parameters, which can't be seen from elsewhere, are left out.
    ///
    /// - Parameter folder: What `-index-store-path` named.
    func occurrences(in folder: String) throws -> [String: [Occurrence]] {
        let reader = try Reader(self, folder)
        defer { reader.close() }
        var found: [String: [Occurrence]] = [:]
        for (file, record) in try reader.records() { found[file] = try reader.occurrences(in: record) }
        return found
    }

    /// A store that is open.
    private final class Reader {
        private let store: UnsafeMutableRawPointer
        private let index: IndexStore
        private let dispose: indexstore_dispose
        private let text: [String: indexstore_get_string]
        private let kindOfDependency: indexstore_unit_dependency_get_kind
        private let symbol: indexstore_occurrence_get_symbol
        private let roles: indexstore_occurrence_get_roles
        private let place: indexstore_occurrence_get_line_col
        private let kindOfSymbol: indexstore_symbol_get_kind

        init(_ index: IndexStore, _ folder: String) throws {
            self.index = index
            dispose = try index.function("indexstore_store_dispose")
            text = try Dictionary(
                uniqueKeysWithValues: ["unit_dependency_get_name", "unit_dependency_get_filepath", "symbol_get_usr"]
                    .map { ($0, try index.function("indexstore_\($0)")) })
            kindOfDependency = try index.function("indexstore_unit_dependency_get_kind")
            symbol = try index.function("indexstore_occurrence_get_symbol")
            roles = try index.function("indexstore_occurrence_get_roles")
            place = try index.function("indexstore_occurrence_get_line_col")
            kindOfSymbol = try index.function("indexstore_symbol_get_kind")
            let create: indexstore_store_create = try index.function("indexstore_store_create")
            var error: UnsafeMutableRawPointer?
            guard let store = create(folder, &error) else { throw try index.failure(error, "open \(folder)") }
            self.store = store
        }

        func close() { dispose(store) }

        private func string(_ function: String, of object: UnsafeMutableRawPointer?) -> String {
            guard let found = text[function]?(object), let data = found.data else { return "" }
            return String(decoding: UnsafeRawBufferPointer(start: data, count: found.length), as: UTF8.self)
        }

        /// The records, each with its file.
        func records() throws -> [(file: String, record: String)] {
            var units: [String] = []
            let apply: indexstore_store_units_apply_f = try index.function("indexstore_store_units_apply_f")
            withUnsafeMutablePointer(to: &units) { units in
                _ = apply(store, 1, units) { context, name in
                    let bytes = UnsafeRawBufferPointer(start: name.data, count: name.length)
                    context?.assumingMemoryBound(to: [String].self).pointee.append(
                        String(decoding: bytes, as: UTF8.self))
                    return true
                }
            }
            var records: [(file: String, record: String)] = []
            for unit in units {
                try visit("unit_reader", named: unit, "unit_reader_dependencies_apply_f") { dependency in
                    let recordKind = 2
                    guard Int(kindOfDependency(dependency)) == recordKind else { return }
                    records.append(
                        (
                            string("unit_dependency_get_filepath", of: dependency),
                            string("unit_dependency_get_name", of: dependency)
                        ))
                }
            }
            return records
        }

        func occurrences(in record: String) throws -> [Occurrence] {
            let (definition, implicit, parameter): (UInt64, UInt64, UInt32) = (1 << 1, 1 << 8, 25)
            var found: [Occurrence] = []
            try visit("record_reader", named: record, "record_reader_occurrences_apply_f") { occurrence in
                let (roles, symbol) = (roles(occurrence), symbol(occurrence))
                guard roles & implicit == 0, kindOfSymbol(symbol) != parameter else { return }
                var (line, column): (UInt32, UInt32) = (0, 0)
                place(occurrence, &line, &column)
                found.append(
                    Occurrence(
                        line: Int(line), column: Int(column), symbol: string("symbol_get_usr", of: symbol),
                        isDefinition: roles & definition != 0))
            }
            return found
        }

        /// Gives what a unit or a record holds to `body`, one after the other.
        private func visit(
            _ reader: String, named name: String, _ apply: String, _ body: (UnsafeMutableRawPointer) -> Void
        ) throws {
            let create: indexstore_reader_create = try index.function("indexstore_\(reader)_create")
            let dispose: indexstore_dispose = try index.function("indexstore_\(reader)_dispose")
            let apply: indexstore_reader_apply_f = try index.function("indexstore_\(apply)")
            var error: UnsafeMutableRawPointer?
            guard let open = create(store, name, &error) else { throw try index.failure(error, "read \(name)") }
            defer { dispose(open) }
            withoutActuallyEscaping(body) { body in
                var visitor = body
                withUnsafeMutablePointer(to: &visitor) { visitor in
                    _ = apply(open, visitor) { context, object in
                        guard let context, let object else { return true }
                        context.assumingMemoryBound(to: ((UnsafeMutableRawPointer) -> Void).self).pointee(object)
                        return true
                    }
                }
            }
        }
    }

    private func failure(_ error: UnsafeMutableRawPointer?, _ action: String) throws -> Failure {
        let describe: indexstore_error_get_description = try function("indexstore_error_get_description")
        let dispose: indexstore_dispose = try function("indexstore_error_dispose")
        let words = error.flatMap { describe($0) }.map { String(cString: $0) } ?? "it doesn't say why"
        if let error { dispose(error) }
        return Failure("the toolchain's libIndexStore can't \(action): \(words)", at: nil)
    }
}
