using Larder.Suites.Harness;

namespace Larder.Suites.Shim;

/// <summary>Links and copies of larder under compilers' names find the real compiler behind themselves, and nothing else.</summary>
public sealed class MasqueradeSuite : IDisposable
{
    private static readonly string[] Names = ["gcc", "cc", "g++", "c++", "clang", "clang++", "x86_64-linux-gnu-gcc-12"];

    private readonly Workspace _work = new();

    public MasqueradeSuite()
    {
        _work.Write("x.c", "int x(void) { return 1; }\n");
        _work.Write("x.cc", "int x() { return 1; }\n");
        _work.Write("make.sh", """
            mkdir A B C other
            cp "$LARDER" B/larder-copy
            for n in gcc cc g++ c++ clang clang++ x86_64-linux-gnu-gcc-12; do
              ln -s "$LARDER" A/$n; cp "$LARDER" B/$n; ln B/larder-copy C/$n; ln -s /usr/bin/ccache other/$n
            done
            """);
        _work.Shell("bash make.sh").Succeeded();
    }

    public void Dispose() => _work.Dispose();

    public static TheoryData<string> Orders =>
    [
        "A", "B", "C", "A:B", "B:A", "A:B:C", "C:B:A", "A:A:A", "other:A", "A:other", "B:other:A", "A:/nowhere:B", "A:A/:./A", "A::B",
    ];

    [Theory]
    [MemberData(nameof(Orders))]
    public void Every_name_finds_the_real_compiler(string order)
    {
        foreach (string name in Names)
        {
            string source = name.EndsWith("++", StringComparison.Ordinal) ? "x.cc" : "x.c";
            _work.Bare("/usr/bin/" + name, "-O1", "-c", source, "-o", "reference.o").Succeeded();
            string script = $"PATH={Absolute(order)}:/usr/bin:/bin; {name} -O1 -c {source} -o x.o && {name} -O1 -c {source} -o x.o";
            ProcessResult result = _work.Shell(script);
            Assert.True(result.ExitCode == 0 && result.ErrorText.Length == 0, name + ": " + result.ErrorText);
            Assert.Equal(_work.Read("reference.o"), _work.Read("x.o"));
        }

        // In front of another cache's links, larder is never run.
        if (!order.StartsWith("other", StringComparison.Ordinal))
        {
            Dictionary<string, long> counters = _work.Counters();
            Assert.Equal(2 * Names.Length, counters.Requests());
            Assert.True(counters["direct_hit"] >= Names.Length);
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Every_name_links(string order)
    {
        _work.Write("main.c", "int main(void) { return 5; }\n");
        _work.Write("main.cc", "#include <string>\nint main() { return std::string(\"five5\").size(); }\n");
        foreach (string name in Names)
        {
            string source = name.EndsWith("++", StringComparison.Ordinal) ? "main.cc" : "main.c";
            ProcessResult result = _work.Shell($"PATH={Absolute(order)}:/usr/bin:/bin; {name} {source} -o main && ./main");
            Assert.True(result.ExitCode == 5, name + ": " + result.ErrorText);
        }
    }

    [Fact]
    public void Called_by_a_path_it_searches_PATH()
    {
        foreach (string call in (string[])["A/gcc", "./B/gcc", "$PWD/C/gcc", "\"$LARDER\" A/gcc", "\"$LARDER\" $PWD/B/gcc", "A/gcc", "cd A && ./gcc"])
            _work.Shell($"PATH=/usr/bin:/bin; {call} -c {_work.PathOf("x.c")} -o {_work.PathOf("x.o")}").Succeeded();
        Assert.Equal(7, _work.Counters().Requests());
    }

    [Theory]
    [InlineData("A")]
    [InlineData("A:B")]
    [InlineData("B:A:C:other")]
    [InlineData("")]
    public void No_compiler_behind_it_is_an_error_as_a_shells(string order)
    {
        foreach (string name in Names)
        {
            ProcessResult result = _work.Shell($"PATH={Absolute(order)} exec {_work.PathOf("A")}/{name} -c x.c");
            Assert.Equal(127, result.ExitCode);
            Assert.Contains(name, result.ErrorText, StringComparison.Ordinal);
            Assert.StartsWith("larder: ", result.ErrorText, StringComparison.Ordinal);
            Assert.Single(result.ErrorText.TrimEnd().Split('\n'));
        }
    }

    [Fact]
    public void Directories_and_files_that_cannot_be_executed_are_passed_over()
    {
        _work.Shell("mkdir -p D/gcc E; echo text > E/gcc; chmod 644 E/gcc; mkfifo E/clang; chmod 755 E/clang").Succeeded();
        _work.Shell("PATH=$PWD/A:$PWD/D:$PWD/E:/usr/bin:/bin; gcc -c x.c -o x.o && clang -c x.c -o x.o").Succeeded();
    }

    [Fact]
    public void PATH_unset_means_the_usual_places()
    {
        _work.Shell("unset PATH; A/gcc -c x.c -o x.o 2>/dev/null; A/gcc --version >/dev/null").Succeeded();
    }

    [Fact]
    public void Make_with_a_masquerade_on_PATH_and_with_CC_builds_the_same()
    {
        _work.Write("Makefile", "all: p\np: a.o b.o main.o\n\t$(CC) $^ -o $@\n%.o: %.c\n\t+$(CC) -O1 -c $< -o $@\nclean:\n\trm -f p *.o\n");
        _work.Write("a.c", "int a(void) { return 1; }\n");
        _work.Write("b.c", "int b(void) { return 2; }\n");
        _work.Write("main.c", "int a(void), b(void); int main(void) { return a() + b(); }\n");
        foreach (string make in (string[])["make -j3 CC=gcc", "make -j3 CC=\"$LARDER gcc\"", "PATH=$PWD/A:$PATH make -j3", "PATH=$PWD/B:$PATH make -j3 CC=clang"])
        {
            for (int i = 0; i < 2; i++)
            {
                ProcessResult result = _work.Shell($"make -s clean; {make} && ./p");
                Assert.True(result.ExitCode == 3, result.ErrorText + result.OutputText);
                Assert.DoesNotContain("jobserver", result.ErrorText, StringComparison.Ordinal);
            }
        }
    }

    private string Absolute(string order) => string.Join(
        ':', order.Split(':').Select(directory => directory.Length == 0 || directory[0] is '/' or '.' ? directory : _work.PathOf(directory)));
}
