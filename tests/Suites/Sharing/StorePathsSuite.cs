using System.Text;
using Larder.Suites.Harness;

namespace Larder.Suites.Sharing;

/// <summary>
/// Neutral store paths: a dependency lies under another hash in a Nix store and is the same, or is not. Whatever is served is what the bare compiler
/// makes there and then. Each test has a store of its own, mounted over /nix for the compiles alone.
/// </summary>
public sealed class StorePathsSuite : IDisposable
{
    private const string First = "0a1b2c3d4f5g6h7i8j9k0l1m2n3p4q5r";
    private const string Second = "zyxwvsrqpnmlkjihgfdcba9876543210";

    private readonly Workspace _work = new();

    public StorePathsSuite()
    {
        // Another mount namespace is no daemon's.
        _work.Variables["LARDER_NO_DAEMON"] = "1";
        KnownCompilers.Bring(_work);
        foreach (string hash in new[] { First, Second })
        {
            Header(hash, "dep", "value.h", "#define VALUE 7\nstatic inline int value(void) { return VALUE; }\n");
            Header(hash, "late", "late.h", "#define LATE 1\n");
        }

        _work.Write("x.c", "#include <value.h>\nint x(void) { return value(); }\n");
    }

    public static TheoryData<string> Compilers => ["gcc", "clang", "g++", "clang++"];

    public void Dispose() => _work.Dispose();

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void The_same_headers_elsewhere_are_a_hit(string compiler)
    {
        Build(compiler, First, hits: 0);
        Build(compiler, Second, hits: 1);
        Build(compiler, First, hits: 1);
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void A_dependency_file_names_the_paths_of_whoever_asks(string compiler)
    {
        string[] options = ["-MD", "-MT", "some/target.o", "-MF", "x.d", "-MP"];
        Build(compiler, First, hits: 0, options);
        Build(compiler, Second, hits: 1, options);
        Assert.Contains(Second, Text("x.d"), StringComparison.Ordinal);
        Assert.DoesNotContain(First, Text("x.d"), StringComparison.Ordinal);
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void Other_headers_are_a_miss(string compiler)
    {
        Header(Second, "dep", "value.h", "#define VALUE 8\nstatic inline int value(void) { return VALUE; }\n");
        Build(compiler, First, hits: 0);
        Build(compiler, Second, hits: 0);
        Build(compiler, Second, hits: 1);
        Build(compiler, First, hits: 1);
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void A_header_that_stands_earlier_in_one_of_them_is_a_miss(string compiler)
    {
        _work.Write("x.c", "#include <late.h>\nint x = LATE;\n");
        Header(Second, "dep", "late.h", "#define LATE 2\n");
        Build(compiler, First, hits: 0);
        Build(compiler, Second, hits: 0);
        Build(compiler, Second, hits: 1);
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void Where_a_header_tells_its_name_nothing_is_shared(string compiler)
    {
        foreach (string hash in new[] { First, Second })
            Header(hash, "dep", "value.h", "static inline const char *value(void) { return __FILE__; }\n");
        _work.Write("x.c", "#include <value.h>\nconst char *x(void) { return value(); }\n");
        Build(compiler, First, hits: 0);
        Build(compiler, Second, hits: 0);
        Build(compiler, Second, hits: 1);
    }

    /// <summary>The name leaves no text in the object: a number is made of it while it is compiled.</summary>
    [RootTheory]
    [InlineData("g++")]
    [InlineData("clang++")]
    public void A_header_that_makes_a_number_of_its_name_is_a_miss(string compiler)
    {
        foreach (string hash in new[] { First, Second })
        {
            Header(hash, "dep", "value.h",
                "constexpr unsigned hash(const char *s) { unsigned h = 5381; while (*s) h = h * 33 + *s++; return h; }\n"
                + "#define LOG_WARN hash(__FI##LE__)\n#define JOIN(a, b) a##b\n#define LOG(level) JOIN(LOG_, level)\n"
                + "#undef LOG_WARN\n#define LOG_WARN hash(__FILE__)\n"
                + "inline unsigned value() { constexpr unsigned at = LOG(WARN); return at; }\n");
        }

        _work.Write("x.c", "#include <value.h>\nunsigned x() { return value(); }\n");
        Build(compiler, First, hits: 0);
        byte[] first = _work.Read("x.o");
        Build(compiler, Second, hits: 0);
        Assert.NotEqual(first, _work.Read("x.o"));
    }

    /// <summary>Neither the word nor a tell-tale piece of it stands anywhere.</summary>
    [RootTheory]
    [InlineData("#define NAME(x) __##x##__\n", "NAME(FILE)")]
    [InlineData("#define J(a, b, c) a ## b ## c\n#define NAME(a, b, c) J(a, b, c)\n", "NAME(_, _FILE_, _)")]
    [InlineData("#define J(a, b, c) a ## b ## c\n#define U __\n#define NAME(a, b) J(a, b, a)\n", "NAME(U, FILE)")]
    public void Nor_where_it_is_pasted_together(string macro, string use)
    {
        foreach (string hash in new[] { First, Second })
        {
            Header(hash, "dep", "value.h",
                macro + "constexpr unsigned hash(const char *s) { unsigned h = 5381; while (*s) h = h * 33 + *s++; return h; }\n"
                + $"inline unsigned value() {{ constexpr unsigned at = hash({use}); return at; }}\n");
        }

        _work.Write("x.c", "#include <value.h>\nunsigned x() { return value(); }\n");
        Build("g++", First, hits: 0);
        Build("g++", Second, hits: 0);
        Build("clang++", First, hits: 0);
        Build("clang++", Second, hits: 0);
    }

    [RootTheory]
    [InlineData("__builtin_FILE()")]
    [InlineData("std::source_location::current().file_name()")]
    public void So_is_one_that_asks_a_built_in_function(string call)
    {
        foreach (string hash in new[] { First, Second })
        {
            Header(hash, "dep", "value.h",
                "#include <source_location>\nconstexpr unsigned hash(const char *s) { unsigned h = 5381; while (*s) h = h * 33 + *s++; return h; }\n"
                + $"inline unsigned value() {{ constexpr unsigned at = hash({call}); return at; }}\n");
        }

        _work.Write("x.c", "#include <value.h>\nunsigned x() { return value(); }\n");
        Build("g++", First, hits: 0, "-std=c++20");
        Build("g++", Second, hits: 0, "-std=c++20");
    }

    /// <summary>assert.h speaks of __FILE__, and so do all headers of the C++ library: it is their users who matter.</summary>
    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void An_assertion_in_the_source_is_no_obstacle(string compiler)
    {
        _work.Write("x.c", "#include <assert.h>\n#include <value.h>\nint x(int a) { assert(a > 0); return value(); }\n");
        Build(compiler, First, hits: 0);
        Build(compiler, Second, hits: 1);
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void An_assertion_in_the_header_is_one(string compiler)
    {
        foreach (string hash in new[] { First, Second })
            Header(hash, "dep", "value.h", "#include <assert.h>\nstatic inline int value(int a) { assert(a); return a; }\n");
        _work.Write("x.c", "#include <value.h>\nint x(int a) { return value(a); }\n");
        Build(compiler, First, hits: 0);
        Build(compiler, Second, hits: 0);
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void Debug_information_names_the_path(string compiler)
    {
        Build(compiler, First, hits: 0, "-g");
        Build(compiler, Second, hits: 0, "-g");
        Build(compiler, Second, hits: 1, "-g");
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void A_hash_in_a_macro_counts(string compiler)
    {
        _work.Write("x.c", "#include <value.h>\nconst char *x = WHERE;\n");
        Build(compiler, First, hits: 0, $"-DWHERE=\"/nix/store/{First}-dep\"");
        Build(compiler, Second, hits: 0, $"-DWHERE=\"/nix/store/{Second}-dep\"");
        Build(compiler, Second, hits: 0, $"-DWHERE=\"/nix/store/{First}-dep\"");
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void A_source_that_names_the_path_itself_is_its_own(string compiler)
    {
        _work.Write("x.c", $"#include \"/nix/store/{First}-dep/include/value.h\"\nint x = VALUE;\n");
        Build(compiler, First, hits: 0);
        Header(First, "dep", "value.h", "#define VALUE 9\n");
        Build(compiler, Second, hits: 0);

        // Both read that one file: a hit would be right too.
        Build(compiler, First, hits: null);
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void Warnings_that_name_the_path_are_replayed_where_they_are_true(string compiler)
    {
        foreach (string hash in new[] { First, Second })
            Header(hash, "dep", "value.h", "#warning old\n#define VALUE 7\nstatic int value(void) { return VALUE; }\n");
        Build(compiler, First, hits: 0, "-I", $"/nix/store/{First}-dep/include");
        Build(compiler, Second, hits: 0, "-I", $"/nix/store/{Second}-dep/include");
        Build(compiler, Second, hits: 1, "-I", $"/nix/store/{Second}-dep/include");
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void A_path_that_is_renamed_for_macros_is_no_obstacle(string compiler)
    {
        string Rename(string hash) => $"-fmacro-prefix-map=/nix/store/{hash}-dep=/nix/store/eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee-dep";
        foreach (string hash in new[] { First, Second })
            Header(hash, "dep", "value.h", "static inline const char *value(void) { return __FILE__; }\n");
        _work.Write("x.c", "#include <value.h>\nconst char *x(void) { return value(); }\n");
        Build(compiler, First, hits: 0, Rename(First));
        Build(compiler, Second, hits: 1, Rename(Second));
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void A_dependency_that_is_not_there_at_all_is_another_one(string compiler)
    {
        Directory.Delete(Path.Combine(_work.Root, "nix", "store", First + "-dep"), recursive: true);
        _work.Write("x.c", "#include <late.h>\nint x = LATE;\n");
        Header(Second, "dep", "late.h", "#define LATE 2\n");
        Build(compiler, First, hits: 0);
        Build(compiler, Second, hits: 0);
    }

    /// <summary>What Nix has registered can't change: its files aren't looked at.</summary>
    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void A_registered_path_is_its_own_identity(string compiler)
    {
        Register(First, "dep");
        Build(compiler, First, hits: 0);
        string[] command = Command(compiler, First);
        InStore(["strace", "-f", "-e", "trace=%file", "-o", "trace", LarderBinary.Path, .. command]).Succeeded();
        Assert.DoesNotContain("value.h", Text("trace"), StringComparison.Ordinal);
        Build(compiler, First, hits: 1);
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void Another_registered_path_is_compared(string compiler)
    {
        Header(Second, "dep", "value.h", "#define VALUE 8\nstatic inline int value(void) { return VALUE; }\n");
        Register(First, "dep");
        Register(Second, "dep");
        Build(compiler, First, hits: 0);
        Build(compiler, Second, hits: 0);
        Build(compiler, Second, hits: 1);
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void What_was_read_before_the_path_was_registered_is_compared(string compiler)
    {
        Build(compiler, First, hits: 0);
        Header(First, "dep", "value.h", "#define VALUE 8\nstatic inline int value(void) { return VALUE; }\n");
        Register(First, "dep");
        Build(compiler, First, hits: 0);
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void A_link_out_of_the_store_is_followed(string compiler)
    {
        string outside = Path.Combine(_work.Root, "nix", "outside.h");
        File.WriteAllText(outside, "#define VALUE 7\nstatic inline int value(void) { return VALUE; }\n");
        File.SetLastWriteTimeUtc(outside, DateTime.UtcNow.AddHours(-1));
        Link(First, "dep", "value.h", "/nix/outside.h");
        Register(First, "dep");
        Build(compiler, First, hits: 0);
        Build(compiler, First, hits: 1);
        File.WriteAllText(outside, "#define VALUE 8\nstatic inline int value(void) { return VALUE; }\n");
        Build(compiler, First, hits: 0);
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void A_link_to_nowhere_may_come_to_lead_somewhere(string compiler)
    {
        _work.Write("x.c", "#include <late.h>\nint x = LATE;\n");
        Link(First, "dep", "late.h", "/nix/outside.h");
        Register(First, "dep");
        Build(compiler, First, hits: 0);
        Build(compiler, First, hits: 1);
        File.WriteAllText(Path.Combine(_work.Root, "nix", "outside.h"), "#define LATE 2\n");
        Build(compiler, First, hits: 0);
    }

    /// <summary>A daemon that has the same store: what it holds in memory is neutral, and stays so whoever asks.</summary>
    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void A_daemon_shares_them_too(string compiler)
    {
        string[] options = ["-MD", "-MF", "x.d"];
        string socket = Path.Combine(_work.Root, "d.sock");
        StringBuilder script = new("set -e; export LARDER_NO_DAEMON=no LARDER_AUTO_START=no LARDER_LOOK_UP_FIRST=no LARDER_SOCKET=$1\n");
        script.AppendLine("$0 daemon start >&2; trap '$0 daemon stop >&2' EXIT");
        foreach (string hash in new[] { First, Second, First, Second })
        {
            string command = string.Join(' ', Command(compiler, hash, options));
            script.AppendLine($"{command}; mv x.o bare.o; mv x.d bare.d");
            script.AppendLine($"$0 {command}; cmp x.o bare.o; cmp x.d bare.d; $0 stats >/dev/null");
        }

        InStore(["chmod", "700", _work.Root]).Succeeded();
        InStore(["bash", "-c", script.ToString(), LarderBinary.Path, socket]).Succeeded();
        _work.Expect(("miss", 1), ("stored", 1), ("direct_hit", 3));
    }

    [RootFact]
    public void The_setting_turns_it_off()
    {
        _work.Variables["LARDER_NEUTRAL_STORE_PATHS"] = "no";
        Build("gcc", First, hits: 0);
        Build("gcc", Second, hits: 0);
        Build("gcc", Second, hits: 1);
    }

    private string Text(string name) => System.Text.Encoding.UTF8.GetString(_work.Read(name));

    private void Header(string hash, string package, string name, string text) =>
        _work.Write($"../nix/store/{hash}-{package}/include/{name}", text);

    private string Place(string hash, string package) => Path.Combine(_work.Root, "nix", "store", $"{hash}-{package}");

    private void Link(string hash, string package, string name, string target)
    {
        string path = Path.Combine(Place(hash, package), "include", name);
        File.Delete(path);
        File.CreateSymbolicLink(path, target);
    }

    /// <summary>As Nix leaves what it has registered.</summary>
    private void Register(string hash, string package) =>
        _work.Shell($"chmod -R a-w {Place(hash, package)} && find {Place(hash, package)} -exec touch -h -d @1 {{}} +").Succeeded();

    private static string[] Command(string compiler, string hash, params string[] options) =>
    [
        compiler, "-O1", "-x", compiler.EndsWith("++", StringComparison.Ordinal) ? "c++" : "c", "-c", "x.c", "-o", "x.o", .. options,
        "-isystem", $"/nix/store/{hash}-dep/include", "-isystem", $"/nix/store/{hash}-dep/include", "-idirafter", $"/nix/store/{hash}-late/include",
    ];

    /// <summary>Compiles x.c bare and through larder, in the same place, with the store of the test; everything has to be equal.</summary>
    private void Build(string compiler, string hash, int? hits, params string[] options)
    {
        string[] command = Command(compiler, hash, options);
        ProcessResult bare = InStore(command).Succeeded();
        byte[] wanted = _work.Read("x.o");
        byte[] dependencies = _work.Exists("x.d") ? _work.Read("x.d") : [];
        _work.Delete("x.o");
        _work.Delete("x.d");

        long before = Hits();
        ProcessResult served = InStore([LarderBinary.Path, .. command]).Succeeded();
        Assert.Equal(wanted, _work.Read("x.o"));
        Assert.Equal(dependencies, _work.Exists("x.d") ? _work.Read("x.d") : []);
        Assert.Equal(bare.Error, served.Error);
        if (hits is { } expected)
            Assert.Equal(expected, Hits() - before);
    }

    private long Hits() => _work.Counters().GetValueOrDefault("direct_hit") + _work.Counters().GetValueOrDefault("preprocessed_hit");

    private ProcessResult InStore(string[] command)
    {
        Workspace.Settle();
        return _work.Run(
            "unshare", ["--mount", "sh", "-c", "mkdir -p /nix && mount --bind \"$0\" /nix && exec \"$@\"",
                Path.Combine(_work.Root, "nix"), .. command]);
    }
}
