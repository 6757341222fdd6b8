using System.Text;
using Larder.Caching.Settings;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching;

/// <summary>
/// The setting <c>log</c>: one line for each compile, appended in one write:
/// <c>2026-01-31T12:00:00.123Z direct_hit gcc -c x.c -o x.o</c>, with what the reason is about behind it in brackets.
/// </summary>
public static class InvocationLog
{
    private const uint NewFileMode = 0x1B6; // 0666

    /// <summary>Appends the line if that can be done. Never throws: the compile has happened.</summary>
    public static void TryWrite(CacheSettings settings, Invocation invocation, CacheOutcome outcome)
    {
        try
        {
            Write(settings, invocation, outcome);
        }
        catch (Exception)
        {
            // A line of a log is not worth a build.
            return;
        }
    }

    private static void Write(CacheSettings settings, Invocation invocation, CacheOutcome outcome)
    {
        if (settings.Log.Length == 0)
            return;
        if (FileSystem.Open(settings.Log, OpenFlags.WriteOnly | OpenFlags.Append | OpenFlags.Create, out FileDescriptor log, NewFileMode)
            != Errno.None)
            return;
        using (log)
        {
            TimeSpec now = Clock.Now;
            DateTimeOffset time = DateTimeOffset.FromUnixTimeMilliseconds(now.TotalNanoseconds / 1_000_000);
            StringBuilder line = new();
            line.Append(time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z' "));
            line.Append(NameOf(outcome.Reason));
            foreach (byte[] word in invocation.Arguments)
                line.Append(' ').Append(ByteString.Show(word).Replace("\n", "\\n", StringComparison.Ordinal));
            if (outcome.Detail is { } detail)
                line.Append(" [").Append(ByteString.Show(detail)).Append(']');
            line.Append('\n');
            log.WriteAll(Encoding.UTF8.GetBytes(line.ToString()));
        }
    }

    /// <summary>A counter's name; that of a refusal is the parser's.</summary>
    private static string NameOf(Counter reason)
    {
        int refusal = reason - Counter.FirstRefusal;
        return refusal >= 0 && refusal <= RefusalReasons.Highest
            ? ByteString.Show(RefusalReasons.Name((RefusalReason)refusal))
            : CounterNames.Of(reason);
    }
}
