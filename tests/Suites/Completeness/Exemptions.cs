using System.Text.RegularExpressions;

namespace Larder.Suites.Completeness;

/// <summary>The whole list of what compilers look at and no manifest needs to record. Every row says why.</summary>
public static partial class Exemptions
{
    public static readonly Exemption[] All =
    [
        new("the process itself, its descriptors, devices", p => Below(p.Path, "/proc", "/dev", "/sys")),
        new("the C library's locales, catalogues and converters: the locale's name is keyed, its data is the system's",
            p => Below(p.Path, "/usr/lib/locale", "/usr/share/locale", "/usr/share/locale-langpack")
                || p.Path.Contains("/gconv", StringComparison.Ordinal)),
        new("the dynamic linker passing places without the library that it goes on to find: which libraries load is asked of ld.so",
            p => !p.Succeeded && LinkerProbe().IsMatch(p.Path)),
        new("a write", p => p.Writes),
        new("temporary files, their directory, and names of the form that LLVM writes first and renames",
            p => TemporaryFile().IsMatch(p.Path) || p.Path is "/tmp" or "/var/tmp" or "/usr/tmp"),
        new("the working directory itself: compared with $PWD, and keyed where its name can get out", p => p.Path is "." or "./"),
        new("gcc writes the local time into what a module's importers read, and nobody reads it there", p => p.Program == "cc1plus" && p.Path == "/etc/localtime"),
        new("gcc makes sure that the output isn't the source, by their names without links",
            p => p.ReadsLink && Source().IsMatch(p.Path)),
        new("the driver looks for itself on PATH: so does larder, in every call",
            p => p.Call == "access" && p.Program == Path.GetFileName(p.Path)),
        new("directories for the linker (LIBRARY_PATH, -L), which doesn't run",
            p => p.Call is "newfstatat" or "stat" && p.Program is not "cc1" and not "cc1plus" and not "as" && LibraryDirectory().IsMatch(p.Path)),
        new("gcc says where it would find it (-print-search-dirs); a compile doesn't run it",
            p => p.Path.EndsWith("/lto-wrapper", StringComparison.Ordinal)),
        new("what links, which the run that lists headers (-M) looks for, and doesn't run",
            p => (p.Program is "gcc" or "g++") && (Path.GetFileName(p.Path) is "collect2" or "liblto_plugin.so")),
        new("CUDA and ROCm installations, which only offloading compiles use, and those aren't cached",
            p => Offloading().IsMatch(p.Path)),
    ];

    private static bool Below(string path, params string[] directories) =>
        Array.Exists(directories, d => path == d || path.StartsWith(d + "/", StringComparison.Ordinal));

    [GeneratedRegex(@"(\.so(\.[0-9.]+)?|/glibc-hwcaps/[^/]*|/lib/(tls|x86_64|tls/x86_64|x86_64/x86_64|tls/x86_64/x86_64)|/\.\./lib)$")]
    private static partial Regex LinkerProbe();

    [GeneratedRegex(@"^/tmp/cc[A-Za-z0-9]{6}(\.[a-z]+)*$|-[0-9a-f]{6,8}\.[a-z.]*tmp$|^/tmp/[^/]*-[0-9a-f]{6}\.[so]$|^st[A-Za-z0-9]{6}$")]
    private static partial Regex TemporaryFile();

    [GeneratedRegex(@"\.(c|cc|S|s|o)$")]
    private static partial Regex Source();

    [GeneratedRegex(@"/(usr/local/cuda(-[0-9.]+)?|usr/lib/cuda|opt|opt/rocm|\.hipVersion|ptxas)$")]
    private static partial Regex Offloading();

    [GeneratedRegex(@"/\.$|/lib(64|32|x32)?$|/lib/[a-z0-9_]+(-pc)?-linux-gnu$|/lib/clang/[^/]+/lib/linux/[^/]+$")]
    private static partial Regex LibraryDirectory();
}
