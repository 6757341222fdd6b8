using System.Text;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching;

/// <summary>
/// The setting <c>log</c>: one line for each compile, appended in one write:
/// <c>2026-01-31T12:00:00.123Z miss gcc -c x.c -o x.o [what the reason is about] #1f2e3d4c</c>. The last word is the request's id, by which the daemon's log and
/// what is noted of misses have it too.
/// </summary>
public static class InvocationLog
{
    private const uint NewFileMode = 0x1B6; // 0666

    /// <summary>Appends the line if that can be done. Never throws: the compile has happened.</summary>
    /// <param name="invocation">What was asked.</param>
    /// <param name="compilation">The same, read; null where it is no compile.</param>
    /// <param name="outcome">How it ended.</param>
    public static void TryWrite(Invocation invocation, Compilation? compilation, CacheOutcome outcome)
    {
        try
        {
            Write(invocation.Settings.Log, invocation, compilation, outcome);
        }
        catch (Exception)
        {
            // A line of a log is not worth a build.
            return;
        }
    }

    private static void Write(byte[] path, Invocation invocation, Compilation? compilation, CacheOutcome outcome)
    {
        if (path.Length == 0)
            return;
        if (FileSystem.Open(path, OpenFlags.WriteOnly | OpenFlags.Append | OpenFlags.Create, out FileDescriptor log, NewFileMode)
            != Errno.None)
            return;
        using (log)
        {
            TimeSpec now = Clock.Now;
            DateTimeOffset time = DateTimeOffset.FromUnixTimeMilliseconds(now.TotalNanoseconds / 1_000_000);
            StringBuilder line = new();
            line.Append(time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z' "));
            line.Append(ReasonNames.Of(outcome.Reason));
            foreach (byte[] word in Words(invocation, compilation))
                line.Append(' ').Append(ByteString.Show(word).Replace("\n", "\\n", StringComparison.Ordinal));
            if (outcome.Detail is { } detail)
                line.Append(" [").Append(ByteString.Show(detail)).Append(']');
            if (outcome.Reason is Counter.Miss or Counter.PreprocessingMiss)
                AppendObstacles(line, invocation);
            line.Append(" #").Append(ByteString.Show(invocation.Id)).Append('\n');
            log.WriteAll(Encoding.UTF8.GetBytes(line.ToString()));
        }
    }

    /// <summary>Lower directories that can't be read: it might have been found there.</summary>
    private static void AppendObstacles(StringBuilder line, Invocation invocation)
    {
        for (LocalStore? layer = new LocalStore(invocation.Settings.StoreOptions()).Lower; layer is not null; layer = layer.Lower)
        {
            if (layer.FindObstacle() is var error and not Errno.None)
                line.Append(" [lower_dir ").Append(ByteString.Show(layer.Options.Directory)).Append(": ").Append(Errno.Describe(error)).Append(']');
        }
    }

    /// <summary>What was asked; with the words of response files in their places, which are gone when somebody reads the log.</summary>
    private static IEnumerable<byte[]> Words(Invocation invocation, Compilation? compilation) =>
        compilation is null ? invocation.Arguments : [invocation.Arguments[0], .. compilation.Arguments];
}
