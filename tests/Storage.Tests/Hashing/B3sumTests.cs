using System.ComponentModel;
using System.Diagnostics;

namespace Larder.Storage.Tests.Hashing;

/// <summary>Against the program of BLAKE3's authors.</summary>
public sealed class B3sumTests : IDisposable
{
    private static readonly int[] Sizes =
    [
        0, 1, 40, 64, 1000, 1024, 1025, 5000, 8192, 31_000, 65_536, 65_537, 262_144, 262_145, 1_000_000, 3_000_000, 20_000_001,
    ];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("larder-b3sum-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void The_digests_are_those_of_b3sum()
    {
        var random = new Random(1);
        var expected = new List<string>();
        var start = new ProcessStartInfo("b3sum")
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = _directory.FullName,
        };
        start.ArgumentList.Add("--no-names");
        foreach (var size in Sizes)
        {
            var content = new byte[size];
            random.NextBytes(content);
            var name = $"{size}.bin";
            File.WriteAllBytes(Path.Combine(_directory.FullName, name), content);
            start.ArgumentList.Add(name);
            expected.Add(Digest.Of(content).ToString());
        }

        Assert.Equal(expected, Run(start));
    }

    private static List<string> Run(ProcessStartInfo start)
    {
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        }
        catch (Win32Exception)
        {
            Assert.Fail("b3sum is not installed, and this test needs it: apt-get install b3sum");
            throw;
        }
    }
}
