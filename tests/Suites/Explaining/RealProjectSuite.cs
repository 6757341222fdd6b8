using System.Text.Json;
using Larder.Suites.Harness;

namespace Larder.Suites.Explaining;

/// <summary>A project that nobody here wrote: of five changes that are planted in it each is named, for each compile that it is the cause of.</summary>
public sealed class RealProjectSuite : IDisposable
{
    private readonly Workspace _work = new();

    [ProjectFact]
    public void Five_planted_changes_are_named()
    {
        _work.Run("cp", ["-rp", ProjectFactAttribute.Source! + "/src", _work.Directory]).Succeeded();
        Append("src/Makefile", "\nlauxlib.o: CFLAGS += -Ifirst\n");
        Directory.CreateDirectory(_work.PathOf("src/first"));
        Build("before");
        int compiles = Explain("--build").Length;
        Assert.True(compiles > 30);

        // One for each: a source, a header, an option, a header that shadows another, a variable.
        int line = File.ReadAllLines(_work.PathOf("src/lcode.c")).Length + 1;
        Append("src/lcode.c", "int planted_in_lcode;\n");
        Append("src/lctype.h", "#define PLANTED_IN_LCTYPE 1\n");
        Append("src/Makefile", "\nlua.o: CFLAGS += -DPLANTED=2\nlmathlib.o: export SOURCE_DATE_EPOCH=7\n");
        _work.Write("src/first/errno.h", "#include_next <errno.h>\n");
        Build("after");

        Dictionary<string, string[]> causes = Explain("--build").Where(static call => call.GetProperty("took_ns").GetInt64() > 0).ToDictionary(
            static call => call.GetProperty("source").GetString()!,
            static call => call.GetProperty("causes").EnumerateArray().Select(static cause => cause.GetProperty("text").GetString()!).ToArray(),
            StringComparer.Ordinal);
        string[] expected =
        [
            $"lcode.c: `lcode.c` changed (line {line})",
            "lua.c: `-DPLANTED=2` is new",
            "lmathlib.c: the variable `SOURCE_DATE_EPOCH` is set now, to `7`",
            "lauxlib.c: `first/errno.h` now shadows `/usr/include/errno.h`",
            .. UsersOf("lctype.h").Select(static source => $"{source}: `lctype.h` changed (line {HeaderLine})"),
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), causes.Select(static one => $"{one.Key}: {string.Join("; ", one.Value)}").Order(StringComparer.Ordinal));

        // For people, the compiles that ran for the same stand together.
        string text = _work.Run(LarderBinary.Path, ["explain", "--build"]).Succeeded().OutputText;
        Assert.StartsWith("after, ", text, StringComparison.Ordinal);
        Assert.Contains($"    {UsersOf("lctype.h").Count()}  `lctype.h` changed (line {HeaderLine})\n", text, StringComparison.Ordinal);
    }

    public void Dispose() => _work.Dispose();

    private static int HeaderLine => File.ReadAllLines(ProjectFactAttribute.Source + "/src/lctype.h").Length + 1;

    private static IEnumerable<string> UsersOf(string header) =>
        Directory.GetFiles(ProjectFactAttribute.Source + "/src", "*.c").Where(path => File.ReadAllText(path).Contains($"#include \"{header}\"", StringComparison.Ordinal))
            .Select(static path => Path.GetFileName(path));

    private void Build(string session)
    {
        Workspace.Settle();
        _work.Variables["LARDER_SESSION"] = session;
        _work.Run("make", ["-C", "src", "clean"]).Succeeded();
        _work.Run("make", ["-C", "src", "-j2", "linux", $"CC={LarderBinary.Path} gcc -std=gnu99"]).Succeeded();
    }

    /// <summary>As an hour ago, so that it is no racy input.</summary>
    private void Append(string name, string text)
    {
        File.AppendAllText(_work.PathOf(name), text);
        File.SetLastWriteTimeUtc(_work.PathOf(name), DateTime.UtcNow.AddHours(-1));
    }

    private JsonElement[] Explain(params string[] words)
    {
        ProcessResult result = _work.Run(LarderBinary.Path, ["explain", "--json", .. words]).Succeeded();
        return [.. JsonDocument.Parse(result.Output).RootElement.GetProperty("calls").EnumerateArray()];
    }
}
