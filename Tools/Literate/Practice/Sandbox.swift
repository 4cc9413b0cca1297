/// What a program of somebody else's is started by: without a network, with nothing writable but a scratch folder in
/// memory, and with limits of time and memory. On Linux alone, by `unshare`, `setpriv` and `prlimit` of util-linux.
package struct Sandbox: Sendable {
    /// How many seconds of the processor a program may take.
    package var seconds = 120
    /// How many gigabytes of addresses.
    package var gigabytes = 4

    package init() {}

    /// The words that go before a program's.
    ///
    /// - Parameters:
    ///   - scratch: The folder that is writable, and empty for each program.
    ///   - hidden: Folders that are empty to it.
    func words(scratch: String, hidden: [String]) -> [String] {
        [
            "unshare", "--user", "--map-root-user", "--net", "--ipc", "--mount", "--pid", "--fork", "--kill-child",
            "sh", "-c", Self.script, "sh", scratch, "\(seconds)", "\(gigabytes << 30)", "\(hidden.count)",
        ] + hidden
    }

    /// Who is root in there could undo it, so all of root's powers go before the program starts.
    private static let script = """
        set -e
        scratch=$1 seconds=$2 bytes=$3 count=$4
        shift 4
        mount -t proc proc /proc
        mount -t tmpfs -o size=256m tmpfs "$scratch"
        while [ "$count" -gt 0 ]; do
            mount -t tmpfs -o ro tmpfs "$1"
            count=$((count - 1))
            shift
        done
        while read -r _ point type _; do
            point=$(printf '%b' "$point")
            [ "$point" = "$scratch" ] && continue
            mount -o remount,bind,ro "$point" 2>/dev/null && continue
            case $type in
                proc|sysfs|cgroup|cgroup2|devpts|mqueue|debugfs|tracefs|securityfs|bpf|pstore|autofs|fusectl|configfs) ;;
                binfmt_misc|hugetlbfs|efivarfs|rpc_pipefs|nsfs) ;;
                *) echo "can't be made read-only: $point" >&2; exit 97 ;;
            esac
        done < /proc/self/mounts
        exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs -- \\
            sh -c 'exec 3>&2 2>/dev/null; (exec "$@" 2>&3 3>&-); exit $?' sh \\
            prlimit --cpu="$seconds" --as="$bytes" --fsize=268435456 --core=0 -- "$@"
        """

    /// How the program in there ended, of how all of it did.
    ///
    /// A program that were the first process of its system would ignore signals, and `unshare` doesn't pass on that it was
    /// killed. So a shell waits for it, and says a signal as shells do.
    static func status(_ status: ChildProcess.ExitStatus) -> ChildProcess.ExitStatus {
        if case .exited(let code) = status, code > 128 { return .signaled(code - 128) }
        return status
    }

    /// Whether it works here.
    ///
    /// - Throws: `Failure` with the reason.
    package func require() async throws {
        #if os(Linux)
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let words = words(scratch: folder.path, hidden: []) + ["true"]
            let result = try? await ChildProcess.run(words[0], Array(words.dropFirst()), directory: "/")
            if result?.status == .exited(0) { return }
            let said = result?.errorText.textLines.prefix(3).map { "| " + $0 } ?? ["| there is no `unshare`"]
        #else
            let said = ["| that takes Linux"]
        #endif
        throw Failure(
            "programs can't be locked in here", at: nil, details: said,
            remedy: "Where nothing can be lost, such as on a machine that is thrown away: `--no-sandbox`.")
    }
}
