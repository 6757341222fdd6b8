using Larder.Suites.Harness;

namespace Larder.Suites.PeerDefects;

/// <summary>One source, several directories to build it in.</summary>
public sealed class BuildDirectoriesSuite : SideBySideSuite
{
    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Each_build_directory_has_its_own_configuration(string compiler)
    {
        Write("src/x.c", "#include \"config.h\"\nint v = V;\n");
        Write("one/config.h", "#define V 1\n");
        Write("two/config.h", "#define V 2\n");
        Step("miss stored", $"S=$PWD; cd one && L {compiler} -I. -c $S/src/x.c -o x.o");
        Step("miss stored", $"S=$PWD; cd two && L {compiler} -I. -c $S/src/x.c -o x.o");
        Step("direct_hit", $"S=$PWD; cd one && L {compiler} -I. -c $S/src/x.c -o x.o");
        Step("direct_hit", $"S=$PWD; cd two && L {compiler} -I. -c $S/src/x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void The_same_source_below_two_directories_shares_its_object_but_not_its_working_directory(string compiler)
    {
        Write("one/x.c", "int v = 1;\n");
        Write("two/x.c", "int v = 1;\n");
        Step("miss stored", $"cd one && L {compiler} -c x.c -o x.o");
        Step("direct_hit", $"cd two && L {compiler} -c x.c -o x.o");
        Step("miss stored", $"cd one && L {compiler} -g -c x.c -o x.o");
        Step("miss stored", $"cd two && L {compiler} -g -c x.c -o x.o");
        Step("direct_hit", $"cd one && L {compiler} -g -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void The_spelling_of_the_sources_path_reaches_its_object(string compiler)
    {
        Write("d/x.c", "const char *f = __FILE__;\n");
        Step("miss stored", $"L {compiler} -c d/x.c -o x.o");
        Step("miss stored", $"L {compiler} -c ./d/x.c -o x.o");
        Step("miss stored", $"L {compiler} -c d//x.c -o x.o");
        Step("miss stored", $"L {compiler} -c $PWD/d/x.c -o x.o");
        Step("miss stored", $"cd d && L {compiler} -c x.c -o ../x.o");
        Step("direct_hit", $"L {compiler} -c ./d/x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_working_directory_reached_through_a_link_is_written_as_spelled(string compiler)
    {
        Write("real/x.c", "int v = 1;\n");
        Shell("ln -s real link");
        Step("miss stored", $"cd real && L {compiler} -g -c x.c -o x.o");
        Step("miss stored", $"cd link && L {compiler} -g -c x.c -o x.o");
        Step("miss stored", $"cd link && PWD=/elsewhere L {compiler} -g3 -c x.c -o x.o");
        Step("direct_hit", $"cd link && L {compiler} -g -c x.c -o x.o");
    }

    /// <summary>gcc names a system header by its whole path where that is shorter: it is for one of these directories, and not for the other.</summary>
    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Whether_a_system_headers_whole_path_is_shorter_hangs_on_the_directory(string compiler)
    {
        string up = string.Concat(Enumerable.Repeat("d/../", 60));
        foreach (string place in (string[])["b", "a-much-longer-name-" + new string('x', 200) + "/" + new string('y', 200)])
        {
            Write($"{place}/w/x.c", "#include <sys.h>\nint v;\n");
            Write($"{place}/sys/sys.h", "");
            Write($"{place}/w/d/other", "");
        }

        Step("miss stored", $"cd b/w && L {compiler} -MD -isystem {up}../sys -c x.c -o x.o");
        Step(compiler == "gcc" ? "miss stored" : "direct_hit", $"cd a-m*/y*/w && L {compiler} -MD -isystem {up}../sys -c x.c -o x.o");
        Step("direct_hit", $"cd b/w && L {compiler} -MD -isystem {up}../sys -c x.c -o x.o");
    }

    /// <summary>-I is dropped where the directory is the system's anyway, and gcc names its headers without links then.</summary>
    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_system_directory_of_the_users_is_the_systems(string compiler)
    {
        Write("w/x.c", "#include <sys.h>\nint v;\n");
        Write("s/sys.h", "");
        Write("t/sys.h", "");
        Shell("ln -s s a-link-with-a-long-name");
        string command = $"cd w && L {compiler} -MD -I$PWD/../a-link-with-a-long-name -isystem $PWD/../a-link-with-a-long-name -c x.c -o x.o";
        Step("miss stored", command);
        Shell("ln -sfn t a-link-with-a-long-name");
        Step(compiler == "gcc" ? "miss stored" : "direct_hit", command);
    }
}
