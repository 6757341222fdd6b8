using System.Collections.Concurrent;
using Larder.Posix;
using Larder.Units.Layout;
using Larder.Units.Sources.Git;

namespace Larder.Units.Sources;

/// <summary>
/// Digests of source trees, for one invocation: content, executable bits, links and names of all that counts. What counts is what git would take for
/// part of the work (not ignored by a .gitignore file or .git/info/exclude, or tracked all the same), less what the declaration leaves out.
/// For use by several threads.
/// </summary>
/// <remarks>
/// "Tracked all the same" is read from the repository's index, but only where something is ignored. A user's own list (core.excludesFile) doesn't count:
/// a key must not depend on who builds. What is no part of a git repository has its own .gitignore files respected.
/// </remarks>
internal sealed class SourceTrees
{
    private const int MaxAttempts = 3;

    /// <summary>A change that far ahead of the clock isn't waited for: the clock was set back.</summary>
    private const long LongestWait = 100_000_000;

    private readonly SourceMemo _memo;
    private readonly OwnLinks _ownLinks;
    private readonly IgnoreContexts _contexts = new();
    private readonly ConcurrentDictionary<string, bool> _scanned = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<WalkRoom> _rooms = [];

    internal SourceTrees(UnitDirectories directories)
    {
        _memo = new SourceMemo(directories);
        _ownLinks = new OwnLinks(directories);
    }

    /// <summary>Digests a tree. Nothing that is changed afterwards has the same stamp then.</summary>
    /// <param name="directory">Absolute.</param>
    /// <param name="ignored">Globs of what is left out, as <see cref="Declaration.UnitOptions.Ignored"/>.</param>
    /// <exception cref="UnitFault">The directory isn't there, or something of it can't be read.</exception>
    internal SourceScan Scan(string directory, string[] ignored)
    {
        byte[] root = ByteText.Encode(directory);
        if (!_scanned.TryAdd(directory, true))
            _contexts.Clear();
        PathFilters filters = new(ignored);
        if (!_rooms.TryTake(out WalkRoom? room))
            room = new WalkRoom();
        for (int attempt = 1; ; attempt++)
        {
            // A file that was changed within the clock's present tick may be changed again under the same time stamps: that tick is waited out.
            long start = Clock.FileTime.TotalNanoseconds;
            SourceWalk.Run(root, _memo, filters, _ownLinks, room, _contexts.Of(root));
            long newest = room.Listing.NewestChange;
            if (newest < start || newest > start + LongestWait || attempt == MaxAttempts)
                break;
            while (Clock.FileTime.TotalNanoseconds <= newest)
                Thread.Sleep(1);
        }

        SourceScan scan = room.Listing.ToScan();
        _rooms.Add(room);
        return scan;
    }

    /// <summary>Keeps what was learnt of files for the next invocation. What can't be written is digested again then.</summary>
    internal void Save() => _memo.Save();
}
