using Larder.Suites.Harness;

namespace Larder.Suites.Sharing;

/// <summary>The setting base_dirs: what checkouts of one project share.</summary>
public sealed class BaseDirectoriesSuite : BaseDirectoriesBed
{
    [Theory]
    [MemberData(nameof(C))]
    public void What_differs_in_a_checkout_is_its_own(string compiler)
    {
        Checkout(Places);
        Source(Places[1], "build/gen/gen.h", "#define GEN 5\n");
        Apart($"{compiler} {Cmake}");
        Source(Places[2], "src/gen.h", "#define GEN 6\n");
        In(Places[2], "direct_hit", $"{compiler} {Cmake}");
        Source(Places[2], "include/gen.h", "#define GEN 7\n");
        In(Places[2], "miss stored", $"{compiler} {Cmake}");
        In(Places[0], "direct_hit", $"{compiler} {Cmake}");
    }

    [Theory]
    [MemberData(nameof(C))]
    public void Every_form_of_dependency_file_is_the_checkouts_own(string compiler)
    {
        Checkout(Places);
        string[] forms =
        [
            "-MD -MF d -o a.o", "-MMD -MP -MF d -o a.o", "-MD -MP -o CMakeFiles/a.o", "-MD -MQ a$b -MF d -o a.o", "-MMD -MQ $R/build/a.o -MF $R/build/d -o $R/build/a.o",
            "-MD -MF d -o $R/build/a.o", "-MMD -o $R/build/CMakeFiles/y.o", "-Wp,-MMD,d -o a.o", "-MD -DDEFAULT", "-o $R/build/a.o",
        ];
        Shared(Array.ConvertAll(forms, form => $"{compiler} {form} -I$R/include -I$R/build/gen -isystem $R/third -c $R/src/a.c"));

        // gcc writes -MT's as it is given: with a blank in it, it could be two.
        string command = $"{compiler} -MD -MP -MT $R/build/a.o -MF d -o a.o -I$R/include -I$R/build/gen -isystem $R/third -c $R/src/a.c";
        Shared([Places[0], Places[2]], command);
        In(Places[1], "direct_hit", command);
    }

    [Theory]
    [MemberData(nameof(C))]
    public void Several_targets_are_not_taken_apart(string compiler)
    {
        Checkout(Places);
        Apart($"{compiler} -MD -MT one -MT two -MF d -I$R/include -I$R/build/gen -isystem $R/third -c $R/src/a.c -o a.o");
    }

    /// <summary>Lines are broken at a column, so where depends on how long the checkout's name is.</summary>
    [Theory]
    [MemberData(nameof(C))]
    public void Lines_are_broken_where_the_compiler_breaks_them(string compiler)
    {
        string[] names = ["a", "b c", "d#e", "f$g", new string('h', 30), new string('i', 55), new string('j', 90), "k-l+m,n=o%p", "q", "é", "r/s/../t/u"];
        List<string> places = [];
        foreach (int length in (int[])[20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 31, 46])
            places.Add(new string('x', length));
        foreach (string place in places)
        {
            Source(place, "build/keep", "");
            Source(place, "h/r/s/keep", "");
            foreach (string name in names)
                Source(place, $"h/{name.Replace("s/../", "", StringComparison.Ordinal)}.h", "");
            Source(place, "h/x.c", string.Concat(names.Select(static name => $"#include \"{name}.h\"\n")) + "int x;\n");
        }

        Shared([.. places], $"{compiler} -MD -MP -MF d -c $R/h/x.c -o x.o", $"{compiler} -MMD -MT some/longer/target.o -MF d -c $R/h/x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(C))]
    public void Names_that_no_two_write_alike_are_not_shared(string compiler)
    {
        Checkout(Places);
        foreach (string name in (string[])["back\\slash.h", "co:lon.h", "ta\tb.h"])
        {
            // clang turns it round.
            if (compiler == "clang" && name.Contains('\\', StringComparison.Ordinal))
                continue;
            Everywhere($"src/{name}", "");
            Everywhere("src/a.c", $"#include \"{name}\"\nint v;\n");
            Apart($"{compiler} -MD -MF d -c $R/src/a.c -o a.o");
        }
    }

    [Theory]
    [MemberData(nameof(C))]
    public void Files_that_are_included_by_the_command_line_move_too(string compiler)
    {
        Checkout(Places);
        Everywhere("include/config.h", "#define CONFIG 1\n");
        string[] options = ["-include $R/include/config.h", "-imacros $R/include/config.h", "-iquote $R/include -include config.h"];
        Shared(Array.ConvertAll(options, option => $"{compiler} {option} {Cmake}"));
        Source(Places[1], "include/config.h", "#define CONFIG 2\n");
        In(Places[1], "miss stored", $"{compiler} -include $R/include/config.h {Cmake}");
    }

    [Theory]
    [MemberData(nameof(C))]
    public void A_macro_that_would_name_a_file_and_is_not_taken_costs_nothing(string compiler)
    {
        Checkout(Places);
        Everywhere("src/own.h", "#include <assert.h>\n#define OWN 1\n#define WHERE __FILE__\n");
        Everywhere("src/b.c", "#include \"own.h\"\nint b(int x) { assert(x); return OWN; }\n");
        Shared($"{compiler} {Cmake}", $"{compiler} -DNDEBUG -MD -c $R/src/b.c -o b.o", $"{compiler} -fmacro-prefix-map=$R=. -MD -c $R/src/b.c -o b.o");
        Apart($"{compiler} -MD -c $R/src/b.c -o b.o");
    }

    [Theory]
    [MemberData(nameof(C))]
    public void A_checkout_reached_through_a_link_is_the_same_to_it(string compiler)
    {
        Checkout(Places);
        Shell("ln -s one link; ln -s \"another place \\$1/b#2/build\" builds");
        string command = $"{compiler} {Cmake.Replace("-isystem", "-I", StringComparison.Ordinal)}";
        In("one", "miss stored", command);
        In("link", "direct_hit", command);
        In(Places[1], "direct_hit", command);

        // $PWD says one name of a directory and the command line the other one.
        Step("direct_hit", "R=$PWD/one; cd link/build && L " + command);
        Step("miss stored", "R=$PWD/link; cd $R/build && PWD=${R%link}one/build && L " + command);
        Step("direct_hit", "R=$PWD/link; cd $R/build && PWD=${R%link}one/build && L " + command);

        // Up from here isn't where the name says.
        Step("miss stored", $"R=$PWD; cd builds && L {compiler} -I$R/one/src -MD -c $R/three/src/a.c -o a.o -I$R/three/build/gen -I$R/three/third");
        Step("direct_hit", $"R=$PWD; cd builds && L {compiler} -I$R/one/src -MD -c $R/three/src/a.c -o a.o -I$R/three/build/gen -I$R/three/third");
        Step("miss stored", $"R=$PWD; cd one && L {compiler} -I$R/one/src -MD -c $R/three/src/a.c -o a.o -I$R/three/build/gen -I$R/three/third");
    }

    /// <summary>gcc names a system header by its path without links, where that is shorter.</summary>
    [Theory]
    [MemberData(nameof(C))]
    public void A_system_header_can_be_named_without_links(string compiler)
    {
        Checkout(Places);
        Shell("ln -s one a-longer-link; mkdir s; cp -a three/third/. s; rm -r three/third; ln -s $PWD/s three/third");
        string shared = compiler == "gcc" ? "miss stored" : "direct_hit";
        string command = $"{compiler} {Cmake}";
        In("one", "miss stored", command);
        In("a-longer-link", shared, command);
        In("three", shared, command);
        In(Places[1], "direct_hit", command);
        In("three", "direct_hit", command);
    }

    [Theory]
    [MemberData(nameof(C))]
    public void Relative_and_absolute_paths_are_two_things(string compiler)
    {
        Checkout(Places);
        In("one", "miss stored", $"{compiler} {Cmake}");
        In("one", "miss stored", $"{compiler} {Cmake.Replace("$R/", "../", StringComparison.Ordinal)}");
        In("three", "direct_hit", $"{compiler} {Cmake.Replace("$R/", "../", StringComparison.Ordinal)}");
        In("three", "miss stored", $"{compiler} {Cmake.Replace("-I$R", "-I..", StringComparison.Ordinal)}");
        In("one", "direct_hit", $"{compiler} {Cmake.Replace("-I$R", "-I..", StringComparison.Ordinal)}");
    }

    /// <summary>A header named by way of a build directory is that directory's, wherever the compile runs.</summary>
    [Theory]
    [MemberData(nameof(C))]
    public void A_build_directory_that_is_named_stays_the_one(string compiler)
    {
        Write("co/b1/gen.h", "#define GEN 1\n");
        Write("co/b2/gen.h", "#define GEN 1\n");
        Write("co/x.c", "#include \"b1/gen.h\"\nint x = GEN;\n");
        string script = $"cd co/DIR && L {compiler} -I${{PWD%/*}} -c ${{PWD%/*}}/x.c -o x.o";
        Step("miss stored", script.Replace("DIR", "b1", StringComparison.Ordinal));
        Write("co/b1/gen.h", "#define GEN 2\n");
        Step("miss stored", script.Replace("DIR", "b2", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(C))]
    public void Debug_information_is_shared_where_the_prefix_is_renamed(string compiler)
    {
        Checkout(Places);
        string[] whole =
            ["-g -ffile-prefix-map=$R=.", "-g3 -O2 -fdebug-prefix-map=$R=/src", "-gdwarf-4 -ffile-prefix-map=$R/=", "-ggdb -fdebug-prefix-map=$R/src=s -fdebug-prefix-map=$R=r"];
        Shared([.. Array.ConvertAll(whole, map => $"{compiler} {map} {Cmake}"), $"{compiler} -g -ffile-prefix-map=$R=. -MD -x c -c ../src/own.h -o own.o"]);
        string[] parts = ["-g", "-g -fmacro-prefix-map=$R=.", "-g -ffile-prefix-map=$R/src=.", "-g -ffile-prefix-map=${R%/*}=."];
        Apart(Array.ConvertAll(parts, map => $"{compiler} {map} {Cmake}"));

        // The directory of the build stands there too.
        Shell("for r in one three; do mkdir -p $r/other/CMakeFiles/x.dir; done");
        Step("miss stored", $"R=$PWD/one; cd one/other && L {compiler} -g -ffile-prefix-map=$R=. {Cmake}");
        Step("direct_hit", $"R=$PWD/three; cd three/other && L {compiler} -g -ffile-prefix-map=$R=. {Cmake}");
    }

    /// <summary>What the compiler says is said with the paths of whoever asks.</summary>
    [Theory]
    [MemberData(nameof(C))]
    public void A_warning_names_the_checkout(string compiler)
    {
        Checkout(Places);
        Everywhere("src/own.h", "#define OWN 1\n#warning heed this\n");
        Apart($"{compiler} {Cmake}");
        Shared($"{compiler} -w {Cmake}");
    }

    [Fact]
    public void Without_the_setting_each_has_its_own()
    {
        Checkout(Places);
        Work.Variables["LARDER_BASE_DIRS"] = null;
        Apart($"gcc {Cmake}");
        Work.Variables["LARDER_BASE_DIRS"] = "/elsewhere:" + Work.PathOf("one");
        In("three", "miss stored", $"gcc {Cmake}");
    }
}
