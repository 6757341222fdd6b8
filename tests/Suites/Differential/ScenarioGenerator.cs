using FsCheck;
using FsCheck.Fluent;

namespace Larder.Suites.Differential;

/// <summary>Makes scenarios at random.</summary>
public static class ScenarioGenerator
{
    /// <summary>Comments are edited now and then, among everything else.</summary>
    public const int FewComments = 6;

    /// <summary>Little but comments is edited.</summary>
    public const int ManyComments = 60;

    private static readonly string[] Directories = ["src", "inc1", "inc2", "sys", "build1", "build2"];

    /// <summary>A header includes only names after its own, so that nothing includes itself (but by #include_next).</summary>
    private static readonly string[] Names = ["a.h", "b.h", "c.h", "d.h"];

    private static readonly string[] EditedNames = [.. Names, .. Names, "extra.h", "blob.bin", "more.s"];

    private static readonly string[] Options =
    [
        "-O2", "-O1", "-g", "-g1", "-g3", "-g -gsplit-dwarf", "-ggdb", "-g0", "-Wall", "-Wextra -Wundef", "-w", "-Werror", "-pedantic",
        "-MD", "-MMD", "-MD -MP", "-MMD -MP -MF deps.d", "-MD -MT target", "-MD -MQ $(target)", "-Wp,-MMD,wp.d", "-MMD -MT a -MT b",
        "-DD0", "-DD1", "-DN=2", "-DN=3", "-UD0", "-DHEADER=\"c.h\"", "-DHEADER=<d.h>", "-DNAME=d",
        "-I@Pinc1", "-I@Pinc2", "-I@Psys", "-I@Plnk", "-I@Pabsent", "-I.", "-isystem @Psys", "-isystem @Pinc2", "-isystem @Plnk",
        "-iquote @Pinc2", "-idirafter @Pinc1", "-I @Pinc1/../inc2", "-I@Pinc1 -I@Pinc2", "-I@Pinc2 -I@Pinc1", "-I@Pinc2 -I@Pinc1 -isystem @Psys",
        "-include @Pinc1/a.h", "-include b.h", "-imacros b.h",
        "-fPIC", "-ffunction-sections", "-fmacro-prefix-map=@Pinc1=MAPPED", "-fdebug-prefix-map=@Pinc1=MAPPED", "-ffile-prefix-map=@P=/SRC/",
        "-std=c99", "-std=gnu11", "-ansi", "-trigraphs", "-x c", "-fsanitize=undefined", "--coverage -frandom-seed=7", "-nostdinc",
        "-fdiagnostics-color=always", "-fno-diagnostics-show-caret", "-frecord-gcc-switches", "-ffreestanding", "@@Pwords.rsp", "-fstack-protector-strong",
        "-Wa,-I@Pinc1", "-fdiagnostics-format=json", "-H", "-Wsystem-headers",
    ];

    /// <summary>What clang would refuse.</summary>
    private static readonly string[] GccOptions = ["-fdiagnostics-format=json", "-fno-diagnostics-show-caret"];

    private static readonly (string Name, string? Value)[] Variables =
    [
        ("CPATH", "inc2"), ("CPATH", "../inc2:../sys"), ("CPATH", null), ("C_INCLUDE_PATH", "../sys:sys"), ("C_INCLUDE_PATH", null),
        ("SOURCE_DATE_EPOCH", "1000000000"), ("SOURCE_DATE_EPOCH", "1500000000"), ("SOURCE_DATE_EPOCH", null),
        ("LANG", "C"), ("LANG", "C.UTF-8"), ("LANG", null), ("LC_ALL", "C"), ("LC_ALL", null), ("UMASK", "077"), ("UMASK", "002"), ("UMASK", null),
        ("GCC_COLORS", "error=01;32"), ("UNRELATED", "1"), ("PWD", "/"), ("PWD", null),
    ];

    /// <param name="comments">How often comments are edited; the other steps weigh 32 together.</param>
    /// <param name="compilers">One of these is called.</param>
    public static Gen<Scenario> For(int comments, params string[] compilers) =>
        from compiler in Gen.Elements(compilers)
        from source in Source()
        from bases in Gen.CollectToArray(Enumerable.Range(0, Names.Length), name => Header(name, Gen.Constant("inc1")))
        from others in Gen.ArrayOf(Gen.Choose(0, Names.Length - 1).SelectMany(name => Header(name, Gen.Elements(Directories))), 4)
        from options in Gen.ArrayOf(Gen.Elements(Array.FindAll(Options, o => compiler.StartsWith('g') || Array.IndexOf(GccOptions, o) < 0)), 4)
        from search in Gen.Elements("-I@Pinc1", "-I@Pinc1 -I@Pinc2", "-I@Pinc2 -isystem @Psys -I@Pinc1", "-I@Plnk -I@Pinc2", "-I@Pabsent -I@Psys -I@Pinc1",
            "-I@Pinc2 -isystem @Pinc1", "-I. -I@Pinc1", "-I. -I@Pinc2 -I@Pinc1", "-iquote @Pinc2 -I@Pinc1 -idirafter @Psys")
        from target in Gen.Frequency((6, Gen.Constant("-o x.o")), (2, Gen.Constant("-S -o x.s")), (1, Gen.Constant("")), (1, Gen.Constant("-o inc1/../y.o")))
        from count in Gen.Choose(3, 10)
        from names in Gen.ArrayOf(Gen.Elements(EditedNames), 3)
        from directories in Gen.ArrayOf(Gen.Elements(Directories), 2)
        from steps in Gen.ArrayOf(AnyStep(names, [.. directories, "inc1"], comments), count)
        select new Scenario(
            compiler,
            [source with { Path = compiler.EndsWith('+') ? "src/x.cc" : "src/x.c" }, .. bases.Concat(others).DistinctBy(h => h.Path, StringComparer.Ordinal)],
            [search, target, .. options.Distinct(StringComparer.Ordinal).Select(o => ForLanguage(compiler, o))],
            steps);

    private static string ForLanguage(string compiler, string option) => !compiler.EndsWith('+') ? option : option switch
    {
        "-std=c99" => "-std=c++11",
        "-std=gnu11" => "-std=gnu++20",
        "-x c" => "-x c++",
        _ => option,
    };

    private static Gen<SourceText> Source() =>
        from size in Gen.Choose(3, 7)
        from pieces in Gen.ArrayOf(Piece(0), size)
        select new SourceText("src/x.c", IncludeGuard.None,
            [.. pieces, .. Names.Select(n => n[..1]).Select(n => $"#ifdef V_{n}\nint value_{n} = V_{n};\n#endif"), "int main(void) { return 0; }"]);

    private static Gen<SourceText> Header(int name, Gen<string> directories) =>
        from directory in directories
        from guard in Gen.Frequency((3, Gen.Constant(IncludeGuard.None)), (2, Gen.Constant(IncludeGuard.Pragma)), (2, Gen.Constant(IncludeGuard.Macro)), (1, Gen.Constant(IncludeGuard.MacroOfName)))
        from size in Gen.Choose(0, 3)
        from pieces in Gen.ArrayOf(Piece(name + 1), size)
        from value in Gen.Choose(1, 9)
        from next in Gen.Frequency((5, Gen.Constant(Array.Empty<string>())), (1, Gen.Constant<string[]>([$"#if __has_include_next(<{Names[name]}>)\n#include_next <{Names[name]}>\n#endif"])))
        select new SourceText($"{directory}/{Names[name]}", guard,
            [.. next, $"#undef V_{Names[name][..1]}\n#define V_{Names[name][..1]} {value}", .. pieces]);

    /// <summary>A piece of text of a file that may include the names from <paramref name="first"/> on.</summary>
    private static Gen<string> Piece(int first)
    {
        Gen<string> common =
            from n in Gen.Choose(1, 9)
            from text in Gen.Elements(
                "#ifndef F_@W\n#define F_@W\nconst char *file_@W = __FILE__;\n#endif",
                "#ifndef B_@W\n#define B_@W\nconst char *base_@W = __BASE_FILE__; int level_@W = __INCLUDE_LEVEL__; int line_@W = __LINE__;\n#endif",
                "#ifndef S_@W\n#define S_@W\nstatic int unused_@W;\n#endif",
                "#ifndef I_@W\n#define I_@W\nstatic __inline__ int inline_@W(int x) { return x + " + n + "; }\nint use_@W(void) { return inline_@W(1); }\n#endif",
                "#ifndef A_@W\n#define A_@W\n__asm__(\".section .rodata\\n.ascii \\\"x" + n + "\\\"\\n.text\\n\");\n#endif",
                "#line " + n + "0 \"other.h\"",
                "#line " + n + " \"src/x.c\"",
                "#warning w" + n,
                "#pragma GCC system_header",
                "#if N == 2\n#define V_a 22\n#endif",
                "#if 0\n#include \"nope.h\"\n#include <sub/nope.h>\n#include \"a.h/x.h\"\n#endif",
                "/* #include \"nope.h\" */ /* #include <nope.h> */\n#define TEXT_@W \"#include \\\"d.h\\\"\"",
                "#if __has_include(\"extra.h\") || __has_include(<sub/extra.h>)\n#define V_b 77\n#endif",
                "#ifdef __has_include\n#if __has_include(\"inc2\")\n#define V_d 66\n#endif\n#endif",
                "#pragma weak file_@W",
                "/* " + n + " */")
            select text;

        // What keeps a compile from being stored, or sends it to the preprocessor, in few projects only.
        Gen<string> rare =
            from n in Gen.Choose(1, 9)
            from text in Gen.Elements(
                "#ifndef T_@W\n#define T_@W\nconst char *stamp_@W = __TIMESTAMP__;\n#endif",
                "#ifndef D_@W\n#define D_@W\nconst char *date_@W = __DATE__;\n#endif",
                "#ifndef A_@W\n#define A_@W\n__asm__(\".section .rodata\\n.incbin \\\"blob.bin\\\"\\n.text\\n\");\n#endif",
                "#ifndef A_@W\n#define A_@W\n__asm__(\".include \\\"more.s\\\"\\n\");\n#endif",
                "#ifdef D1\n#error stop\n#endif",
                "#ifdef HEADER\n#include HEADER\n#endif",
                "#pragma GCC dependency \"d.h\"",
                "#pragma message(\". inc1/a.h\")")
            select text;
        Gen<string> plain = Gen.Frequency((40, common), (1, rare));
        if (first >= Names.Length)
            return plain;
        Gen<string> directive = Gen.Frequency(
            (20, Gen.Elements(
                "#include \"@H\"", "#include <@H>", "#include \"@H\"", "#ifdef D0\n#include \"@H\"\n#endif", "#ifndef D0\n#include <@H>\n#endif",
                "#if __has_include(\"@H\")\n#include \"@H\"\n#endif", "#if __has_include(<@H>)\n#include <@H>\n#else\n#define V_a 55\n#endif",
                "#inc\\\nlude \"@H\"", "# /**/ include /**/ \"@H\"", "#include <../inc1/@H>", "#import \"@H\"",
                "#if __has_include(\"./@H\")\n#include \"./@H\"\n#endif", "#if __has_include(\"../inc2/@H\")\n#include \"../inc2/@H\"\n#endif",
                "#if __has_include(\"../lnk/@H\")\n#include \"../lnk/@H\"\n#endif", "#define HDR_@W \"@H\"\n#include HDR_@W", "#define ANG_@W <@H>\n#include ANG_@W")),
            (1, Gen.Constant("#define STR_@W(x) #x\n#include STR_@W(@H)")));
        Gen<string> including =
            from name in Gen.Choose(first, Names.Length - 1)
            from form in directive
            select form.Replace("@H", Names[name], StringComparison.Ordinal);
        return Gen.Frequency((3, including), (2, plain));
    }

    /// <summary>Edits keep to a few places, so that they meet.</summary>
    private static Gen<Step> AnyStep(string[] names, string[] directories, int comments) => Gen.Frequency(
        (9, Edit(names, directories).Select(script => (Step)new Step.Edit(script))),
        (3, Edit(EditedNames, Directories).Select(script => (Step)new Step.Edit(script))),
        (comments, Comment(directories).Select(script => (Step)new Step.Edit(script))),
        (6, Gen.Constant<Step>(new Step.Undo())),
        (3, Gen.Elements(Options).Select(o => (Step)new Step.Toggle(o))),
        (2, Gen.Elements(Variables).Select(v => (Step)new Step.Variable(v.Name, v.Value))),
        (2, Gen.Elements(".", "build1", "build2", "src", "lnk").Select(d => (Step)new Step.Move(d))),
        (1, Gen.Constant<Step>(new Step.Wait())));

    /// <summary>Edits that compilers mostly don't see.</summary>
    private static Gen<string> Comment(string[] directories) =>
        from directory in Gen.Elements(directories)
        from name in Gen.Elements(Names)
        from n in Gen.Choose(1, 9)
        from script in Gen.Elements(
            "sed -i 's,[0-9]$,& // @n,' src/x.* @d/@h",
            "sed -i 's,;$,; /* @n */,' src/x.* @d/@h",
            "sed -i 's,/\\* [0-9],& @n,' src/x.* @d/@h",
            "sed -i '@n,$s,$,  ,' src/x.* @d/@h",
            "sed -i '@ns,$, // it @n,' src/x.* @d/@h",
            "sed -i '@ns,$, /* it,; $s,^,@n */,' src/x.*",
            "sed -i 's, *//.*,,' src/x.* @d/@h")
        select script.Replace("@h", name, StringComparison.Ordinal).Replace("@d", directory, StringComparison.Ordinal).Replace("@n", n.ToString(), StringComparison.Ordinal);

    private static Gen<string> Edit(string[] names, string[] directories) =>
        from name in Gen.Elements(names)
        from directory in Gen.Elements(directories)
        from other in Gen.Elements([.. directories, "absent"])
        from n in Gen.Choose(1, 9)
        from piece in Piece(Array.IndexOf(Names, name) is >= 0 and int at ? at + 1 : Names.Length)
        from script in Gen.Elements(
            "sed -i 's/[0-9]$/@n/' @d/@h",
            "sed -i '1i /* line */' @d/@h",
            "sed -i '$d' @d/@h",
            "sed -i 's/[0-9]$/@n/' src/x.*",
            "sed -i '1i /* line */' src/x.*",
            "touch -r @d/@h ../stamp; t=$(sed 's/[0-9]/@n/g' @d/@h); printf '%s\\n' \"$t\" > @d/@h; touch -r ../stamp @d/@h",
            "touch -r src/x.c ../stamp; t=$(sed 's/[0-9]$/@n/' src/x.c); printf '%s\\n' \"$t\" > src/x.c; touch -r ../stamp src/x.c",
            "cat >> @d/@h <<'E'\n@t\nE",
            "cat > @d/@h <<'E'\n#undef V_a\n#define V_a @n\nE",
            "cat > @d/@h <<'E'\n@t\nE",
            "touch @d/@h", "touch -d 2001-01-01 @d/@h", "touch -d '1 hour' @d/@h", "touch src/x.*", "touch -d 2001-01-01 src/x.*",
            "rm -rf @d/@h", "mv @d/@h @o/@h", "mv @d/@h @d/moved.h", "mkdir -p @o; cp @d/@h @o/@h", "cp -p @d/@h @o/@h", "ln -f @d/@h @o/@h",
            "rm -rf @d/@h; mkdir @d/@h", "rm -rf @d/@h; ln -s ../@o/@h @d/@h", "rm -rf @d/@h; ln -s ../late/@h @d/@h", "mkdir -p late; cp @d/@h late/@h",
            "ln -sfn inc2 lnk", "ln -sfn inc1 lnk", "ln -sfn late lnk", "chmod 600 @d/@h", "chmod 444 @d/@h",
            "mv @d ../kept; ln -s @o @d; mv ../kept kept", "mkdir -p absent; cp @d/@h absent/", "echo '-DD0 -I@d' > words.rsp", "echo '-O1 \"-DN=2\"' > words.rsp",
            "mkdir -p @d/sub; : > @d/sub/extra.h", "mkdir -p @d/sub", "printf paylooad > @d/blob.bin", "echo '.ascii \"@n\"' > @d/more.s",
            "mkdir -p @d/inc2", ": > @d/@h.gch", "echo '#define V_c @n' > other.h", "rm -rf @d; mkdir @d")
        select script.Replace("@t", piece.Replace("@W", "edit", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("@h", name, StringComparison.Ordinal).Replace("@d", directory, StringComparison.Ordinal)
            .Replace("@o", other, StringComparison.Ordinal).Replace("@n", n.ToString(), StringComparison.Ordinal);
}
