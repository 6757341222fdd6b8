using Larder.Suites.Harness;

namespace Larder.Suites.PeerDefects;

/// <summary>Variables of the environment that change what a compiler makes, one by one.</summary>
public sealed class EnvironmentSuite : SideBySideSuite
{
    [Theory]
    [InlineData("gcc", "CPATH")]
    [InlineData("gcc", "C_INCLUDE_PATH")]
    [InlineData("g++", "CPLUS_INCLUDE_PATH")]
    [InlineData("clang", "CPATH")]
    [InlineData("clang", "C_INCLUDE_PATH")]
    [InlineData("clang++", "CPLUS_INCLUDE_PATH")]
    public void Where_headers_are_looked_for(string compiler, string variable)
    {
        string source = compiler.EndsWith("++", StringComparison.Ordinal) ? "x.cc" : "x.c";
        Write(source, "#include <h.h>\nint v = V;\n");
        Write("a/h.h", "#define V 1\n");
        Write("b/h.h", "#define V 2\n");
        Step("miss stored", $"{variable}=a L {compiler} -c {source} -o x.o");
        Step("miss stored", $"{variable}=b L {compiler} -c {source} -o x.o");
        Step("miss stored", $"{variable}=none:b:a L {compiler} -c {source} -o x.o");
        Step("direct_hit", $"{variable}=a L {compiler} -c {source} -o x.o");
        Step("compile_failed failed_stored", $"{variable}= L {compiler} -c {source} -o x.o");
        Write("none/h.h", "#define V 3\n");
        Step("miss stored", $"{variable}=none:b:a L {compiler} -c {source} -o x.o");
    }

    [Fact]
    public void What_clang_is_told_behind_its_command_line()
    {
        Write("x.c", "#ifndef V\n#define V 0\n#endif\nint v = V;\n");
        Step("miss stored", "L clang -c x.c -o x.o");
        Step("miss stored", "CCC_OVERRIDE_OPTIONS='+-DV=1' L clang -c x.c -o x.o");
        Step("miss stored", "CCC_OVERRIDE_OPTIONS='+-DV=2' L clang -c x.c -o x.o");
        Step("miss stored", "CCC_OVERRIDE_OPTIONS='+-g' L clang -c x.c -o x.o");
        Step("direct_hit", "CCC_OVERRIDE_OPTIONS='+-g' L clang -c x.c -o x.o");
        Step("compiler_is_script", "CCC_OVERRIDE_OPTIONS='+--coverage' L clang -c x.c -o x.o");
        Step("direct_hit", "L clang -c x.c -o x.o");
    }

    [Theory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void The_language_of_diagnostics(string compiler)
    {
        Write("x.c", "#warning \"careful ä\"\nint v;\n");
        Step("miss stored", $"LC_ALL=C L {compiler} -c x.c -o x.o");
        Step("miss stored", $"LC_ALL=C.UTF-8 L {compiler} -c x.c -o x.o");
        Step("direct_hit", $"LC_ALL=C L {compiler} -c x.c -o x.o");
        Step("direct_hit", $"LC_ALL=C.UTF-8 L {compiler} -c x.c -o x.o");
    }

    [Theory]
    [InlineData("gcc", "DEPENDENCIES_OUTPUT=deps")]
    [InlineData("gcc", "SUNPRO_DEPENDENCIES=deps")]
    [InlineData("clang", "CC_PRINT_OPTIONS=1 CC_PRINT_OPTIONS_FILE=$PWD/o")]
    [InlineData("clang", "CC_PRINT_HEADERS=1 CC_PRINT_HEADERS_FILE=$PWD/o")]
    [InlineData("clang", "CC_LOG_DIAGNOSTICS=1 CC_LOG_DIAGNOSTICS_FILE=$PWD/o")]
    public void Variables_that_ask_for_more_files_are_left_to_the_compiler(string compiler, string variables)
    {
        Write("x.c", "#include \"h.h\"\n#warning w\n");
        Write("h.h", "");
        Step("unsupported_environment", $"{variables} L {compiler} -c x.c -o x.o");
        Step("unsupported_environment", $"{variables} L {compiler} -c x.c -o x.o");
    }

    [Fact]
    public void Where_gcc_looks_for_its_programs()
    {
        Write("x.c", "int v;\n");
        Write("tools/as", "#!/bin/sh\nexec /usr/bin/as --defsym VERSION_ONE=1 \"$@\"\n");
        Shell("chmod +x tools/as");
        Step("miss stored", "L gcc -c x.c -o x.o");
        Step("miss stored", "COMPILER_PATH=$PWD/tools L gcc -c x.c -o x.o");
        Step("direct_hit", "COMPILER_PATH=$PWD/tools L gcc -c x.c -o x.o");
        Step("direct_hit", "L gcc -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Variables_that_change_nothing_change_nothing(string compiler)
    {
        Write("x.c", "int v;\n");
        Step("miss stored", $"L {compiler} -c x.c -o x.o");
        Step("direct_hit", $"TMPDIR=/var/tmp MAKEFLAGS=j MAKELEVEL=2 EDITOR=x L {compiler} -c x.c -o x.o");
    }
}
