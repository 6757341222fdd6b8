using System.Diagnostics;
using Larder.Suites.Harness;

namespace Larder.Suites.Concurrency;

/// <summary><c>kill -9</c> at random moments: whatever it leaves, the next build is right.</summary>
public sealed class KilledSuite : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void A_killed_compile_never_spoils_a_later_one()
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        byte[][] references = new byte[4][];
        for (int i = 0; i < references.Length; i++)
        {
            _work.Write($"k{i}.c", $"#include <string.h>\nint k{i}(const char *s) {{ return (int)strlen(s) + {i}; }}\n");
            _work.Bare("gcc", "-O2", "-c", $"k{i}.c", "-o", "reference.o").Succeeded();
            references[i] = _work.Read("reference.o");
        }

        for (int round = 0; round < TestLength.Choose(40, 1000); round++)
        {
            int source = random.Next(references.Length);
            if (random.Next(4) == 0)
                _work.Run(LarderBinary.Path, ["clear"]);
            using (Process process = Start(source))
            {
                Thread.Sleep(random.Next(45));

                // With all that it started: a compiler that goes on alone would write to the same output as the next one.
                _work.Run("bash", ["-c", $"kill -9 -- -{process.Id}"]);
                process.WaitForExit();
            }

            _work.Run(LarderBinary.Path, ["gcc", "-O2", "-c", $"k{source}.c", "-o", "k.o"]).Succeeded();
            Assert.True(references[source].AsSpan().SequenceEqual(_work.Read("k.o")), $"round {round} of seed {seed}");
        }

        Assert.False(_work.Counters().ContainsKey("corrupt_entry"));
    }

    private Process Start(int source)
    {
        ProcessStartInfo start = new("setsid") { WorkingDirectory = _work.Directory };
        foreach (string word in (string[])[LarderBinary.Path, "gcc", "-O2", "-c", $"k{source}.c", "-o", "k.o"])
            start.ArgumentList.Add(word);
        foreach ((string name, string? value) in _work.Variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
