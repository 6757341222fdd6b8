using Larder.Posix;
using Larder.Storage;
using Larder.Units.Replay.State;
using Larder.Units.Sources;

namespace Larder.Units.Replay.Trees;

/// <summary>
/// A copy of a source in which phases may write, kept in step by content: what is the same keeps its time stamps. What phases have made there stays; where they
/// have changed a file of the source, it is put back.
/// </summary>
/// <remarks>
/// All that is written at once bears one time stamp, as all of a source does in Nix's builds, but for what was patched, which is newer: a configure script is no older
/// than the files that it was made of, so nobody makes it again.
/// </remarks>
/// <param name="root">The mirror's root.</param>
/// <param name="altered">Where files go that phases had changed.</param>
/// <param name="vanished">A file that gets the names of those that they had taken away, each with a zero byte behind it. Whoever has seen both removes them.</param>
internal sealed class SourceMirror(string root, string altered, string vanished)
{
    private const long LastNanosecond = 999_999_999;
    private const long LongestList = 16 << 20;

    private readonly List<string> _vanished = [];

    /// <summary>
    /// A file was edited in the source that phases had altered in the mirror, so nothing tells whose it is to be: whoever has made it may not make it again, and what
    /// was compiled with it can't be told by its age.
    /// </summary>
    internal bool IsMixed { get; private set; }

    /// <summary>Brings it in step.</summary>
    /// <param name="files">What is to stand there, by path below the root, and where it stands now. What it is may be anything that a source has; a directory only where it is empty.</param>
    /// <param name="before">What the last call returned; empty: the root is empty.</param>
    /// <param name="unpatched">The newest time stamp of an origin that was not patched, in nanoseconds.</param>
    /// <returns>What stands there now, with its times.</returns>
    /// <exception cref="UnitFault">A file can't be read or written.</exception>
    internal SeenSource[] Synchronise(IEnumerable<(string Path, string Origin)> files, SeenSource[] before, long unpatched = long.MaxValue)
    {
        Dictionary<string, SeenSource> earlier = before.ToDictionary(file => file.Path, StringComparer.Ordinal);
        List<SeenSource> there = [];
        List<(int Place, bool IsPatched)> written = [];
        foreach ((string path, string origin) in files)
        {
            earlier.Remove(path, out SeenSource? last);
            SeenSource now = Bring(path, origin, last);
            if (!ReferenceEquals(now, last))
                written.Add((there.Count, unpatched != long.MaxValue && FileSystem.LinkStat(ByteText.Encode(origin), out FileStatus status) == Errno.None && status.Modified.TotalNanoseconds > unpatched));
            there.Add(now);
        }

        Date(there, written);

        foreach (string gone in earlier.Keys)
        {
            Tree.Remove($"{root}/{gone}");
            RemoveEmptyAbove(gone);
        }

        if (_vanished.Count > 0)
            NoteVanished();
        return [.. there];
    }

    // By the finest clock: newer than all that phases have written so far, be it within the same tick of the kernel's.
    private void Date(List<SeenSource> files, List<(int Place, bool IsPatched)> written)
    {
        TimeSpec clock = Clock.Now;
        TimeSpec now = clock with { Nanoseconds = Math.Min(clock.Nanoseconds, LastNanosecond - 1) };
        TimeSpec later = now with { Nanoseconds = now.Nanoseconds + 1 };
        foreach ((int i, bool isPatched) in written)
        {
            SeenSource file = files[i];
            if (file.Kind is not (SourceFileKind.File or SourceFileKind.Executable))
                continue;
            string target = $"{root}/{file.Path}";
            int error = FileSystem.SetTimes(ByteText.Encode(target), isPatched ? later : now);
            if (error != Errno.None)
                throw new UnitFault($"the time of {target} can't be set: {Errno.Describe(error)}");
            files[i] = Look(file.Path, file.Kind, file.Content) ?? throw Removed(target);
        }
    }

    private static UnitFault Removed(string target) => new($"{target} was removed by somebody else");

    // Beside what is noted there from a replay that did not come so far as to look at it.
    private void NoteVanished()
    {
        string noted = ByteText.Decode(FileSystem.ReadAll(ByteText.Encode(vanished), out _, LongestList) ?? []);
        Tree.Write(vanished, ByteText.Encode(noted + string.Concat(_vanished.Select(static path => path + '\0'))));
    }

    private SeenSource Bring(string path, string origin, SeenSource? last)
    {
        string target = $"{root}/{path}";
        byte[] from = ByteText.Encode(origin);
        int error = FileSystem.LinkStat(from, out FileStatus status);
        byte[]? content = error != Errno.None ? null
            : status.IsSymbolicLink ? FileSystem.ReadLink(from)
            : status.IsDirectory ? []
            : FileSystem.ReadAll(from, out error);
        if (content == null)
            throw new UnitFault($"the source {origin} can't be read: {Errno.Describe(error)}");
        SourceFileKind kind = status.IsSymbolicLink ? SourceFileKind.Link
            : status.IsDirectory ? SourceFileKind.Directory
            : (status.Permissions & 0x40) != 0 ? SourceFileKind.Executable
            : SourceFileKind.File;

        // Of the bytes that are written: whoever digested the source may have seen others.
        Digest digest = Digest.Of(content);
        bool isEdited = last != null && (last.Kind != kind || last.Content != digest);
        bool isAltered = last != null && !(last.Kind == SourceFileKind.Directory ? Tree.Exists(target) : Look(path, last.Kind, last.Content) == last);
        if (last != null && !isEdited && !isAltered)
            return last;
        if (isEdited && (isAltered || Tree.Exists($"{altered}/{path}")))
            IsMixed = true;
        if (isAltered && !Tree.Exists(target))
            _vanished.Add(path);
        if (isAltered)
            PutAside(path, target);

        MakeRoom(path);
        switch (kind)
        {
            case SourceFileKind.Directory:
                Tree.Make(target);
                break;
            case SourceFileKind.Link:
                Tree.Remove(target);
                error = FileSystem.SymbolicLink(content, ByteText.Encode(target));
                if (error != Errno.None)
                    throw new UnitFault($"{target} can't be made: {Errno.Describe(error)}");
                break;
            default:
                if (FileSystem.LinkStat(ByteText.Encode(target), out FileStatus present) == Errno.None && present.IsDirectory)
                    Tree.Remove(target);
                Tree.Write(target, content, kind == SourceFileKind.Executable);
                break;
        }

        return Look(path, kind, digest) ?? throw Removed(target);
    }

    private SeenSource? Look(string path, SourceFileKind kind, Digest digest) =>
        FileSystem.LinkStat(ByteText.Encode($"{root}/{path}"), out FileStatus status) == Errno.None
            ? new SeenSource(path, kind, digest, kind == SourceFileKind.Directory ? 0 : status.Modified.TotalNanoseconds, kind == SourceFileKind.Directory ? 0 : status.Changed.TotalNanoseconds)
            : null;

    private void PutAside(string path, string target)
    {
        if (FileSystem.LinkStat(ByteText.Encode(target), out FileStatus status) != Errno.None || !status.IsRegular)
            return;
        string aside = $"{altered}/{path}";
        Tree.Make(Path.GetDirectoryName(aside)!);
        FileSystem.Rename(ByteText.Encode(target), ByteText.Encode(aside));
    }

    // A file may stand where the path has a directory now.
    private void MakeRoom(string path)
    {
        for (int slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            string above = $"{root}/{path[..slash]}";
            if (FileSystem.LinkStat(ByteText.Encode(above), out FileStatus status) == Errno.None && !status.IsDirectory)
                Tree.Remove(above);
        }

        Tree.Make(Path.GetDirectoryName($"{root}/{path}")!);
    }

    private void RemoveEmptyAbove(string path)
    {
        for (int slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            if (FileSystem.RemoveDirectory(ByteText.Encode($"{root}/{path[..slash]}")) != Errno.None)
                return;
        }
    }
}
