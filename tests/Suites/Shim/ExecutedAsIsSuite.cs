using System.Text;
using Larder.Suites.Harness;

namespace Larder.Suites.Shim;

/// <summary>What is no cacheable compile is executed as if larder were not there.</summary>
public sealed class ExecutedAsIsSuite : IDisposable
{
    private readonly Workspace _work = new();

    public ExecutedAsIsSuite()
    {
        _work.Write("x.c", "int main(void) { return 3; }\n");
        _work.Write("y.c", "int y(void) { return 4; }\n");
        _work.Write("bad.c", "int main(void) { return }\n");
        _work.Write("s.s", ".globl s\ns: ret\n");
        _work.Bare("gcc", "-c", "y.c", "-o", "y.o").Succeeded();
    }

    public void Dispose() => _work.Dispose();

    public static TheoryData<string> Commands => new(
        from compiler in (string[])["gcc", "clang"]
        from line in (string[])
            ["", "--version", "-dumpversion", "-dumpmachine", "-print-search-dirs", "-print-file-name=libc.a", "--help", "-v", "-###  -c x.c",
             "-E x.c", "-E x.c -o out.i", "-M x.c", "-MM x.c", "-fsyntax-only x.c", "x.c -o out", "x.c y.c -o out", "x.c y.o -o out", "y.o", "-c x.c y.c",
             "-c nothing.c", "-c", "-o", "-c x.c -o", "-c bad.c", "bad.c -o out", "-c -x c - -o out.o", "-E -", "-x c -", "-c @nothing", "--nonsense",
             "-c x.c -fnonsense", "-c x.c --nonsense", "-c x.c -o nowhere/out.o", "-c x.c -o /", "-S x.c -o -", "-c x.c -o /dev/null", "-c x.c -o -",
             "-c s.s -o out.o", "-shared -fPIC y.c -o out.so", "-c x.c -o out.o -Wl,--nothing", "-c ''", "'' -c x.c", "-c x.c -save-temps",
             "-c x.c -o out.o -time", "-c x.c -o out.o -v", "-c x.c -o out.o -pipe"]
        select $"{compiler} {line}");

    [Theory]
    [MemberData(nameof(Commands))]
    public void Output_error_status_and_files_are_the_compilers(string command)
    {
        // Twice: the second time something may come out of the cache.
        string bare = Run(command, "bare");
        Assert.Equal(bare, Run("\"$LARDER\" " + command, "first"));
        Assert.Equal(bare, Run("\"$LARDER\" " + command, "second"));
    }

    [Fact]
    public void A_program_gets_words_environment_and_circumstances_byte_for_byte()
    {
        Reporter.Put(_work, "gcc");
        Reporter.Put(_work, "rustc");
        foreach (string circumstances in (string[])
            [":", "umask 0", "umask 027", "trap '' INT HUP QUIT USR1", "exec 3</dev/null 4>/dev/null 9<x.c", "exec <&-", "exec >&-", "exec 2>&-", "exec <&- >&- 2>&-",
             "ulimit -n 77; ulimit -c 0", "cd /", "unset PWD HOME PATH", "export PWD=/nonsense LC_ALL=C MAKEFLAGS='-j --jobserver-auth=3,4' EMPTY=",
             "export RAW=$'\\xff\\xfe' $'N\\xffAME=x' 2>/dev/null; export LARDER_LOG=$LARDER_DIR.log"])
        {
            foreach (string words in circumstances != ":" ? ["--version", "$'\\xff' -E x.c"] : (string[])
                ["--version", "x.c", "$'\\xff\\xfe\\x80' ''  ' ' $'new\\nline' '*' -", "-E x.c", "@file", "-o", "$(printf 'w%.0s ' {1..500})", "-Wl,-a x.o"])
            {
                foreach (string program in (string[])["gcc", "rustc"])
                {
                    string path = _work.PathOf(program);
                    byte[] bare = Report(circumstances, $"{path} {words}");
                    byte[] through = Report(circumstances, $"\"$LARDER\" {path} {words}");
                    Assert.True(bare.AsSpan().SequenceEqual(through), $"{circumstances}; {program} {words}\n{Show(bare)}\n\n{Show(through)}");
                }
            }
        }
    }

    [Fact]
    public void A_program_found_on_PATH_is_called_by_the_name_that_was_given()
    {
        Reporter.Put(_work, "bin/gcc");
        Reporter.Put(_work, "bin/anything");
        _work.Variables["PATH"] = _work.PathOf("bin") + ":/usr/bin:/bin";
        foreach (string program in (string[])["gcc", "anything"])
        {
            byte[] bare = Report(":", program + " --version");
            byte[] through = Report(":", $"\"$LARDER\" {program} --version");
            Assert.True(bare.AsSpan().SequenceEqual(through), Show(bare) + "\n\n" + Show(through));
        }
    }

    [Fact]
    public void A_process_tree_of_signals_and_blocked_signals_is_passed_on()
    {
        Reporter.Put(_work, "gcc");
        foreach (string env in (string[])["--block-signal=USR1,TERM,CHLD", "--ignore-signal=CHLD,TERM,WINCH,TSTP", "--default-signal=PIPE,INT"])
        {
            string path = _work.PathOf("gcc");
            byte[] bare = Report(":", $"env {env} {path} --version");
            byte[] through = Report(":", $"env {env} \"$LARDER\" {path} --version");
            Assert.True(bare.AsSpan().SequenceEqual(through), Show(bare) + "\n\n" + Show(through));
        }
    }

    [Theory]
    [InlineData("nonsense --version", 127)]
    [InlineData("./nonsense -c x.c", 127)]
    [InlineData("/nonsense/gcc -c x.c", 127)]
    [InlineData("./x.c", 126)]
    [InlineData("/tmp", 126)]
    public void What_cannot_be_executed_is_an_error_as_a_shells(string command, int status)
    {
        ProcessResult result = _work.Shell("\"$LARDER\" " + command);
        Assert.Equal(status, result.ExitCode);
        Assert.StartsWith("larder: ", result.ErrorText, StringComparison.Ordinal);
        Assert.Single(result.ErrorText.TrimEnd().Split('\n'));
        Assert.Equal(string.Empty, result.OutputText);
    }

    [Fact]
    public void Every_exit_status_and_every_death_by_a_signal_is_passed_on()
    {
        _work.Write("dying/gcc", "#!/bin/sh\nfor w; do case $w in -v|-'###') exec /usr/bin/gcc \"$@\" ;; esac; done\n[ \"$END\" -lt 1000 ] && exit $END; kill -$((END - 1000)) $$; sleep 5\n");
        _work.Shell("chmod 755 dying/gcc").Succeeded();
        foreach (string words in (string[])["--version", "-c x.c -o x.o"])
        {
            foreach (int end in (int[])[0, 1, 2, 4, 33, 126, 127, 128, 130, 255, 1001, 1002, 1006, 1009, 1011, 1013, 1015])
            {
                _work.Variables["END"] = end.ToString();
                string script = $"ulimit -c 0; \"$P\" dying/gcc {words} 2>/dev/null; echo $?";
                string bare = _work.Shell(script.Replace("\"$P\" ", string.Empty, StringComparison.Ordinal)).OutputText;
                Assert.Equal((words, end, bare), (words, end, _work.Shell(script.Replace("$P", LarderBinary.Path, StringComparison.Ordinal)).OutputText));
            }
        }
    }

    private string Run(string command, string directory)
    {
        // Each in a directory of its own with the same name, so that messages are the same.
        string here = _work.PathOf("here");
        Directory.CreateDirectory(here);
        foreach (string file in (string[])["x.c", "y.c", "bad.c", "s.s", "y.o"])
        {
            File.Copy(_work.PathOf(file), Path.Combine(here, file));
            File.SetLastWriteTimeUtc(Path.Combine(here, file), DateTime.UtcNow.AddHours(-1));
        }

        ProcessResult result = _work.Shell($"cd here; {command} < x.c");
        string text = $"{result.ExitCode}\n{Anonymous(result.OutputText)}\n{Anonymous(result.ErrorText)}";
        string[] files = [.. Directory.GetFiles(here, "*", SearchOption.AllDirectories).Order().Select(file =>
            $"{Path.GetFileName(file)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}")];
        Directory.Move(here, _work.PathOf(directory));
        return text + string.Join('\n', files);
    }

    /// <summary>Without the names of the compilers' own temporary files, and their timings.</summary>
    private static string Anonymous(string text)
    {
        text = System.Text.RegularExpressions.Regex.Replace(text, "/tmp/(?:cc[A-Za-z0-9]{6}|[a-z.]+-[0-9a-f]{6,8})", "TEMPORARY", default, TimeSpan.FromSeconds(1));
        return System.Text.RegularExpressions.Regex.Replace(text, "[0-9]+[.,][0-9]+", "N", default, TimeSpan.FromSeconds(1));
    }

    private byte[] Report(string circumstances, string command)
    {
        _work.Variables["REPORT"] = Path.Combine(_work.Root, "report");
        File.Delete(_work.Variables["REPORT"]!);
        _work.Shell($"({circumstances}\nexec {command})\n:");
        byte[] report = File.ReadAllBytes(_work.Variables["REPORT"]!);

        // What bash itself sets in the environment of a command, and the pipe that the test reads from.
        IEnumerable<string> words = Encoding.Latin1.GetString(report).Split('\0')
            .Where(word => !word.StartsWith("environment _=", StringComparison.Ordinal))
            .Select(word => System.Text.RegularExpressions.Regex.Replace(word, "(?:pipe|socket):\\[[0-9]+\\]", "pipe", default, TimeSpan.FromSeconds(1)));
        return Encoding.Latin1.GetBytes(string.Join('\0', words));
    }

    private static string Show(byte[] report) => Encoding.Latin1.GetString(report).Replace('\0', '\n');
}
