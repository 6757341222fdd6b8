using System.Diagnostics;
using System.Text;

namespace Larder.Compilers.Tests.Scanning;

/// <summary>A real compiler as the judge of what a source asks for.</summary>
internal static class Compiler
{
    public readonly record struct Outcome(int ExitCode, byte[] Output, string Errors);

    public static Outcome Run(string compiler, string directory, string? sourceDateEpoch, params string[] arguments)
    {
        var start = new ProcessStartInfo(compiler, arguments) { WorkingDirectory = directory, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, StandardErrorEncoding = Encoding.Latin1 };
        start.Environment["LC_ALL"] = "C";
        start.Environment.Remove("SOURCE_DATE_EPOCH");
        if (sourceDateEpoch is not null)
            start.Environment["SOURCE_DATE_EPOCH"] = sourceDateEpoch;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return new Outcome(process.ExitCode, output.ToArray(), errors.GetAwaiter().GetResult());
    }

    /// <summary>The lines of <c>-H</c>: nesting depth and path.</summary>
    public static List<(int Depth, string Path)> Included(string errors)
    {
        var included = new List<(int, string)>();
        foreach (var line in errors.Split('\n'))
        {
            var depth = line.TakeWhile(c => c == '.').Count();
            if (depth > 0 && depth < line.Length && line[depth] == ' ')
                included.Add((depth, line[(depth + 1)..]));
        }
        return included;
    }
}
