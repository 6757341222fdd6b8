using System.Text;
using Larder.Suites.Harness;

namespace Larder.Suites.Sharing;

/// <summary>
/// Neutral store paths: a dependency lies under another hash in a Nix store and is the same, or is not. Whatever is served is what the bare compiler
/// makes there and then. Each test has a store of its own, mounted over /nix for the compiles alone.
/// </summary>
public sealed class StorePathsSuite : StorePathsBed
{
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
        Work.Write("x.c", "#include <late.h>\nint x = LATE;\n");
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
        Work.Write("x.c", "#include <value.h>\nconst char *x(void) { return value(); }\n");
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

        Work.Write("x.c", "#include <value.h>\nunsigned x() { return value(); }\n");
        Build(compiler, First, hits: 0);
        byte[] first = Work.Read("x.o");
        Build(compiler, Second, hits: 0);
        Assert.NotEqual(first, Work.Read("x.o"));
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

        Work.Write("x.c", "#include <value.h>\nunsigned x() { return value(); }\n");
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

        Work.Write("x.c", "#include <value.h>\nunsigned x() { return value(); }\n");
        Build("g++", First, hits: 0, "-std=c++20");
        Build("g++", Second, hits: 0, "-std=c++20");
    }

    /// <summary>assert.h speaks of __FILE__, and so do all headers of the C++ library: it is their users who matter.</summary>
    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void An_assertion_in_the_source_is_no_obstacle(string compiler)
    {
        Work.Write("x.c", "#include <assert.h>\n#include <value.h>\nint x(int a) { assert(a > 0); return value(); }\n");
        Build(compiler, First, hits: 0);
        Build(compiler, Second, hits: 1);
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void An_assertion_in_the_header_is_one(string compiler)
    {
        foreach (string hash in new[] { First, Second })
            Header(hash, "dep", "value.h", "#include <assert.h>\nstatic inline int value(int a) { assert(a); return a; }\n");
        Work.Write("x.c", "#include <value.h>\nint x(int a) { return value(a); }\n");
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
        Work.Write("x.c", "#include <value.h>\nconst char *x = WHERE;\n");
        Build(compiler, First, hits: 0, $"-DWHERE=\"/nix/store/{First}-dep\"");
        Build(compiler, Second, hits: 0, $"-DWHERE=\"/nix/store/{Second}-dep\"");
        Build(compiler, Second, hits: 0, $"-DWHERE=\"/nix/store/{First}-dep\"");
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void A_source_that_names_the_path_itself_is_its_own(string compiler)
    {
        Work.Write("x.c", $"#include \"/nix/store/{First}-dep/include/value.h\"\nint x = VALUE;\n");
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
        Work.Write("x.c", "#include <value.h>\nconst char *x(void) { return value(); }\n");
        Build(compiler, First, hits: 0, Rename(First));
        Build(compiler, Second, hits: 1, Rename(Second));
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void A_dependency_that_is_not_there_at_all_is_another_one(string compiler)
    {
        Directory.Delete(Path.Combine(Work.Root, "nix", "store", First + "-dep"), recursive: true);
        Work.Write("x.c", "#include <late.h>\nint x = LATE;\n");
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
        string outside = Path.Combine(Work.Root, "nix", "outside.h");
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
        Work.Write("x.c", "#include <late.h>\nint x = LATE;\n");
        Link(First, "dep", "late.h", "/nix/outside.h");
        Register(First, "dep");
        Build(compiler, First, hits: 0);
        Build(compiler, First, hits: 1);
        File.WriteAllText(Path.Combine(Work.Root, "nix", "outside.h"), "#define LATE 2\n");
        Build(compiler, First, hits: 0);
    }

    /// <summary>A daemon that has the same store: what it holds in memory is neutral, and stays so whoever asks.</summary>
    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void A_daemon_shares_them_too(string compiler)
    {
        string[] options = ["-MD", "-MF", "x.d"];
        string socket = Path.Combine(Work.Root, "d.sock");
        StringBuilder script = new("set -e; export LARDER_NO_DAEMON=no LARDER_AUTO_START=no LARDER_LOOK_UP_FIRST=no LARDER_SOCKET=$1\n");
        script.AppendLine("$0 daemon start >&2; trap '$0 daemon stop >&2' EXIT");
        foreach (string hash in new[] { First, Second, First, Second })
        {
            string command = string.Join(' ', Command(compiler, hash, options));
            script.AppendLine($"{command}; mv x.o bare.o; mv x.d bare.d");
            script.AppendLine($"$0 {command}; cmp x.o bare.o; cmp x.d bare.d; $0 stats >/dev/null");
        }

        InStore(["chmod", "700", Work.Root]).Succeeded();
        InStore(["bash", "-c", script.ToString(), LarderBinary.Path, socket]).Succeeded();
        Work.Expect(("miss", 1), ("stored", 1), ("direct_hit", 3));
    }

    [RootFact]
    public void The_setting_turns_it_off()
    {
        Work.Variables["LARDER_NEUTRAL_STORE_PATHS"] = "no";
        Build("gcc", First, hits: 0);
        Build("gcc", Second, hits: 0);
        Build("gcc", Second, hits: 1);
    }
}
