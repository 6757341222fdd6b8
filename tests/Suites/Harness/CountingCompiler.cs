namespace Larder.Suites.Harness;

/// <summary>
/// A compiled program named gcc that writes a line for each time that it is executed to compile (not to be asked who it is), and then becomes
/// the real gcc. It stands in <c>fake/</c> of the workspace, first on PATH.
/// </summary>
internal sealed class CountingCompiler
{
    private const string Source = """
        #define _GNU_SOURCE
        #include <fcntl.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/stat.h>
        #include <unistd.h>
        int main(int count, char **words) {
            int compiles = 0, asked = 0;
            for (int i = 1; i < count; i++) {
                if (!strcmp(words[i], "-c")) compiles = 1;
                if (!strcmp(words[i], "-v") || !strcmp(words[i], "-###") || !strcmp(words[i], "-E") || !strcmp(words[i], "-M")) asked = 1;
            }
            const char *log = getenv("COMPILER_LOG");
            if (compiles && !asked && log) {
                struct stat at;
                chmod(log, 0666);
                if (stat(log, &at) == 0) truncate(log, at.st_size + 1);
            }
            words[0] = "/usr/bin/gcc";
            execv(words[0], words);
            return 99;
        }
        """;

    private static readonly Lazy<byte[]> Program = new(Build);

    private readonly Workspace _work;

    internal CountingCompiler(Workspace work)
    {
        _work = work;
        work.Write("fake/gcc", Program.Value);
        work.Run("chmod", ["755", work.PathOf("fake/gcc")]).Succeeded();
        work.Variables["PATH"] = work.PathOf("fake") + ":" + Environment.GetEnvironmentVariable("PATH");
        work.Variables["COMPILER_LOG"] = Log;
        Reset();
    }

    /// <summary>How many compiles there were since the last <see cref="Reset"/>.</summary>
    internal long Runs => new FileInfo(Log).Length;

    private string Log => Path.Combine(_work.Root, "compiler-runs");

    internal void Reset() => File.WriteAllBytes(Log, []);

    private static byte[] Build()
    {
        using Workspace work = new();
        work.Write("fake.c", Source);
        work.Bare("gcc", "-O1", "-w", "fake.c", "-o", "fake").Succeeded();
        return work.Read("fake");
    }
}
