using System.Globalization;
using Larder.Suites.Harness;

namespace Larder.Suites.Daemon;

/// <summary>
/// A program named as, first on the PATH of a workspace, that becomes part of every compile by the real gcc: it writes down when it begins and ends, can
/// be held there, can take its time, and can fail or die. So a test sees how many compiles ran, which, and how many at once, and the
/// compiler itself is a known one.
/// </summary>
internal sealed class ObservedAssembler
{
    private const string Source = """
        #include <fcntl.h>
        #include <signal.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/wait.h>
        #include <unistd.h>
        static const char *object = "?";
        static void note(char what) {
            char line[4096];
            int log = open(getenv("AS_LOG"), O_WRONLY | O_APPEND | O_CREAT, 0666);
            if (log < 0) return;
            write(log, line, snprintf(line, sizeof line, "%c %s\n", what, object));
            close(log);
        }
        static int is(const char *name) { return getenv(name) && access(getenv(name), F_OK) == 0; }
        int main(int count, char **words) {
            for (int i = 1; i + 1 < count; i++) if (!strcmp(words[i], "-o")) object = words[i + 1];
            words[0] = "/usr/bin/as";
            if (!getenv("AS_LOG") || !strcmp(object, "/dev/null")) { execv(words[0], words); return 99; }
            note('+');
            if (getenv("AS_MS")) usleep(1000 * atoi(getenv("AS_MS")));
            while (is("AS_HOLD")) usleep(5000);
            if (is("AS_ORPHAN") && fork() == 0) { sleep(120); _exit(0); }
            if (is("AS_DIES")) raise(SIGKILL);
            int status = 1 << 8;
            if (is("AS_FAILS")) fprintf(stderr, "as: failed as asked\n");
            else {
                int child = fork();
                if (child == 0) { execv(words[0], words); _exit(99); }
                waitpid(child, &status, 0);
            }
            note('-');
            return WEXITSTATUS(status);
        }
        """;

    private static readonly Lazy<byte[]> Program = new(Build);

    private readonly Workspace _work;

    /// <summary>Puts it into the workspace and makes it known to the cache.</summary>
    internal ObservedAssembler(Workspace work)
    {
        _work = work;
        work.Write("fake/as", Program.Value);
        work.Run("chmod", ["755", work.PathOf("fake/as")]).Succeeded();
        work.Variables["PATH"] = work.PathOf("fake") + ":" + Environment.GetEnvironmentVariable("PATH");
        foreach (string variable in (string[])["AS_LOG", "AS_HOLD", "AS_FAILS", "AS_DIES", "AS_ORPHAN"])
            work.Variables[variable] = FileOf(variable);
        work.Write("known.c", "int known;\n");
        work.Run(LarderBinary.Path, ["gcc", "-c", "known.c", "-o", "known.o"], variables: new Dictionary<string, string?>(StringComparer.Ordinal) { ["LARDER_NO_DAEMON"] = "1" }).Succeeded();
        work.ZeroCounters();
        Reset();
    }

    /// <summary>While true, compiles that have come to their assembler wait there.</summary>
    internal bool Holds
    {
        set => Set("AS_HOLD", value);
    }

    /// <summary>While true, the assembler fails with a message.</summary>
    internal bool Fails
    {
        set => Set("AS_FAILS", value);
    }

    /// <summary>While true, the assembler kills itself.</summary>
    internal bool Dies
    {
        set => Set("AS_DIES", value);
    }

    /// <summary>While true, the assembler leaves a child behind that lives on, with all its files open.</summary>
    internal bool LeavesChild
    {
        set => Set("AS_ORPHAN", value);
    }

    /// <summary>How long each one takes beyond its own time, in milliseconds.</summary>
    internal int Milliseconds
    {
        set => _work.Variables["AS_MS"] = value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>How many have begun since the last <see cref="Reset"/>.</summary>
    internal int Runs => Lines().Count(static line => line[0] == '+');

    /// <summary>The names of the outputs, in the order in which they were begun.</summary>
    internal string[] Begun => [.. Lines().Where(static line => line[0] == '+').Select(static line => Path.GetFileName(line[2..]))];

    /// <summary>The most that ran at the same time.</summary>
    internal int MostAtOnce
    {
        get
        {
            int now = 0, most = 0;
            foreach (string line in Lines())
            {
                now += line[0] == '+' ? 1 : -1;
                most = Math.Max(most, now);
            }

            return most;
        }
    }

    internal void Reset() => File.Delete(FileOf("AS_LOG"));

    private string[] Lines() => File.Exists(FileOf("AS_LOG")) ? File.ReadAllLines(FileOf("AS_LOG")) : [];

    private string FileOf(string variable) => Path.Combine(_work.Root, variable);

    private void Set(string variable, bool value)
    {
        if (value)
            File.WriteAllText(FileOf(variable), "");
        else
            File.Delete(FileOf(variable));
    }

    private static byte[] Build()
    {
        using Workspace work = new();
        work.Write("as.c", Source);
        work.Bare("gcc", "-O1", "-w", "as.c", "-o", "as").Succeeded();
        return work.Read("as");
    }
}
