using System.Text;
using Larder.Compilers.Scanning;

namespace Larder.Compilers.Tests.Scanning;

/// <summary>Scans of the machine's own headers, held against what the compilers include from them.</summary>
public sealed class SystemHeaderTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("larder-scan").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("gcc", "c", 40)]
    [InlineData("clang", "c", 15)]
    public void Every_header_a_compiler_includes_is_an_operand_of_its_includer(string compiler, string language, int step)
    {
        var headers = Directory.EnumerateFiles("/usr/include", "*.h", SearchOption.TopDirectoryOnly)
            .Concat(Directory.EnumerateFiles("/usr/include/linux", "*.h")).Order(StringComparer.Ordinal).Where((_, i) => i % step == 0).Take(25);
        foreach (var header in headers)
            CheckTree(compiler, $"#include <{header["/usr/include/".Length..]}>\n", language);
    }

    [Theory]
    [InlineData("g++", "-std=gnu++20")]
    [InlineData("clang++", "-std=c++17")]
    public void The_whole_standard_library_too(string compiler, string standard) =>
        CheckTree(compiler, "#include <bits/stdc++.h>\n#include <unistd.h>\n#include <sys/stat.h>\n#include <sys/socket.h>\n", "c++", standard);

    [Theory]
    [InlineData("gcc", "c", "#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <unistd.h>\n#include <sys/stat.h>\n#include <sys/mman.h>\n#include <sys/socket.h>\n#include <netinet/in.h>\n#include <math.h>\n#include <pthread.h>\n#include <signal.h>\n#include <linux/fs.h>\n")]
    [InlineData("g++", "c++", "#include <bits/stdc++.h>\n")]
    public void Common_headers_give_no_reason_to_fall_back(string compiler, string language, string source)
    {
        const ScanFindings Reasons = ScanFindings.AsmInclude | ScanFindings.AsmNonLiteral | ScanFindings.IncbinText | ScanFindings.HasIncludeObscured
            | ScanFindings.ComputedInclude | ScanFindings.TooComplex | ScanFindings.DateMacro | ScanFindings.TimeMacro | ScanFindings.TimestampMacro
            | ScanFindings.CxxImport | ScanFindings.PragmaGccDependency | ScanFindings.LineFileComputed;
        var file = Path.Combine(_directory, "t");
        File.WriteAllText(file, source);
        var outcome = Compiler.Run(compiler, _directory, sourceDateEpoch: null, "-H", "-E", "-x", language, file, "-o", "/dev/null");
        Assert.Equal(0, outcome.ExitCode);
        var included = Compiler.Included(outcome.Errors).Select(i => i.Path).Distinct(StringComparer.Ordinal).ToArray();
        Assert.True(included.Length > 50);
        foreach (var header in included)
        {
            var scan = SourceScanner.Scan(File.ReadAllBytes(header), language == "c" ? SourceDialect.C : SourceDialect.Cxx);
            Assert.Equal((header, ScanFindings.None), (header, scan.Findings & Reasons));
        }
    }

    private void CheckTree(string compiler, string source, string language, params string[] options)
    {
        var main = Path.Combine(_directory, "main");
        File.WriteAllText(main, source);
        var outcome = Compiler.Run(compiler, _directory, sourceDateEpoch: null, ["-H", "-E", .. options, "-x", language, main, "-o", "/dev/null"]);
        var includers = new List<string> { main };
        foreach (var (depth, path) in Compiler.Included(outcome.Errors))
        {
            includers.RemoveRange(depth, includers.Count - depth);
            var includer = includers[depth - 1];
            var scan = SourceScanner.Scan(File.ReadAllBytes(includer), language == "c" ? SourceDialect.C : SourceDialect.Cxx);
            Assert.True(Asks(scan, path), $"{includer} includes {path}");
            includers.Add(path);
        }
    }

    private static bool Asks(SourceScan scan, string path) => scan.Operands.Any(operand =>
    {
        var name = Encoding.Latin1.GetString(operand.Name);
        return operand.Form == HeaderOperandForm.Computed || path == name || path.EndsWith("/" + name, StringComparison.Ordinal);
    });
}
