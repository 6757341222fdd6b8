using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Protocol.Messages;

namespace Larder.CommandLine.Watching;

/// <summary>One build, which is a session of clients: what <c>LARDER_SESSION</c> names, else all that one process started.</summary>
internal sealed class BuildActivity(ulong session)
{
    internal ulong Session { get; } = session;

    /// <summary>Its name, or its number.</summary>
    internal string Name { get; private set; } = SessionText.Of(session);

    internal WatchTally Tally { get; } = new();

    /// <summary>Where it works: the directory that all its working directories are below. Empty where nothing of it has ended yet.</summary>
    internal byte[] Directory { get; private set; } = [];

    /// <summary>Compiles that run now.</summary>
    internal uint Held { get; private set; }

    /// <summary>Compiles that wait for a slot now.</summary>
    internal uint Waiting { get; private set; }

    /// <summary>When it was last heard of.</summary>
    internal DateTimeOffset LastSeen { get; private set; }

    internal bool HasJobs => Held + Waiting > 0;

    internal void Fold(WatchedCompile compile)
    {
        LastSeen = compile.Time;
        Name = compile.Session;
        Tally.Add(compile.Kind);
        Tally.AddSaved(compile.Saved);
        ReadOnlySpan<byte> directory = compile.Event.WorkingDirectory.Span;
        Directory = Directory.Length == 0 ? directory.ToArray() : Common(Directory, directory);
    }

    /// <summary>What the daemon says of it; null: nothing.</summary>
    internal void Fold(BuildStatus? status, DateTimeOffset now)
    {
        Held = status?.LeasesHeld ?? 0;
        Waiting = status?.LeasesWaitedFor ?? 0;
        if (HasJobs)
            LastSeen = now;
    }

    /// <summary>The directory that two are in or below.</summary>
    private static byte[] Common(byte[] known, ReadOnlySpan<byte> directory)
    {
        int common = known.AsSpan().CommonPrefixLength(directory);
        bool isWhole = common == known.Length && (common == directory.Length || directory[common] == (byte)'/');
        if (isWhole)
            return known;
        bool isAbove = common == directory.Length && known[common] == (byte)'/';
        int end = isAbove ? common : known.AsSpan(0, common).LastIndexOf((byte)'/');
        return end <= 0 ? "/"u8.ToArray() : known[..end];
    }
}
