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
    private readonly TreeMemo _trees;
    private readonly OwnLinks _ownLinks;
    private readonly IgnoreContexts _contexts = new();
    private readonly ConcurrentDictionary<string, bool> _scanned = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<WalkRoom> _rooms = [];

    internal SourceTrees(UnitDirectories directories)
        : this(directories, static () => Clock.Now)
    {
    }

    /// <param name="directories">Where what is known of files is kept.</param>
    /// <param name="now">The wall clock: what is old enough by it is remembered.</param>
    internal SourceTrees(UnitDirectories directories, Func<TimeSpec> now)
    {
        _memo = new SourceMemo(directories, now);
        _trees = new TreeMemo(directories, _memo.Boot);
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
        if (!_rooms.TryTake(out WalkRoom? room))
            room = new WalkRoom();
        string name = TreeMemo.NameOf(directory, ignored);
        SourceScan scan = _trees.Find(name) is { } known && known.Context == _contexts.OfInner(root).Id && known.Holds(root, room)
            ? known.Scan
            : Walk(name, root, new PathFilters(ignored), room);
        _rooms.Add(room);
        return scan;
    }

    /// <summary>All may have changed since it was scanned. (One that is scanned a second time has to be taken for changed anyway.)</summary>
    internal void LookAgain()
    {
        _scanned.Clear();
        _contexts.Clear();
    }

    /// <summary>Keeps what was learnt of files for the next invocation. What can't be written is digested again then.</summary>
    internal void Save()
    {
        _memo.Save();
        _trees.Save();
    }

    private SourceScan Walk(string name, byte[] root, PathFilters filters, WalkRoom room)
    {
        IgnoreContext context = _contexts.Of(root);
        TimeSpec began = default;
        for (int attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            // A file that was changed within the clock's present tick may be changed again under the same time stamps: that tick is waited out.
            began = _memo.Now;
            long start = Clock.FileTime.TotalNanoseconds;
            SourceWalk.Run(root, _memo, filters, _ownLinks, room, context);
            long newest = room.Listing.NewestChange;
            if (newest < start || newest > start + LongestWait || attempt == MaxAttempts)
                break;
            while (Clock.FileTime.TotalNanoseconds <= newest)
                Thread.Sleep(1);
        }

        SourceScan scan = room.Listing.ToScan();
        _trees.Put(name, room.IsSpecial ? null : Snapshot(root, scan, room, context, began));
        return scan;
    }

    /// <summary>What tells later that nothing was touched. Null where something is too young, or its file system tells too little.</summary>
    private TreeSnapshot? Snapshot(byte[] root, SourceScan scan, WalkRoom room, IgnoreContext context, TimeSpec began)
    {
        StatusDigester statuses = new(room.Statuses);
        foreach (TreeWitness witness in room.Witnesses)
        {
            if (!_memo.IsTrusted(witness.Status, began, root))
                return null;
            statuses.Add(witness.Status);
        }

        foreach ((SourceFile file, FileStatus status) in scan.Files.Zip(room.Listing.Statuses))
        {
            // An empty directory is among the witnesses, and again here: it is looked at twice, and so it is digested.
            FileStatus own = file.Kind == SourceFileKind.Directory ? room.Witnesses.Find(witness => witness.Path == file.Path).Status : status;
            if (!_memo.IsTrusted(in own, began, root))
                return null;
            statuses.Add(in own);
        }

        return new TreeSnapshot(context.Id, [.. room.Witnesses.Select(static witness => witness.Path)], statuses.Finish(), scan);
    }
}
