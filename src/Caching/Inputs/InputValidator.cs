using Larder.Caching.Direct;
using Larder.Caching.Precompiled;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Inputs;

/// <summary>Says whether a recorded set of inputs still holds, as seen from the working directory.</summary>
public static unsafe class InputValidator
{
    /// <summary>
    /// True where every file has its digest and nothing that was missing has appeared. Where not, <paramref name="changed"/>
    /// names the first input that differs.
    /// </summary>
    /// <param name="inputs">The set.</param>
    /// <param name="digester">Reads files.</param>
    /// <param name="headers">Says what a precompiled header is; null: there is none among the inputs.</param>
    /// <param name="changed">What differs.</param>
    public static bool Holds(in InputSet inputs, FileDigester digester, PrecompiledHeaders? headers, out byte[]? changed)
    {
        changed = null;
        List<FileStatus>? distinct = null;
        List<byte[]>? immutable = null;
        fixed (byte* text = inputs.Text)
        {
            for (int i = 0; i < inputs.FileCount; i++)
            {
                if (!FileHolds(in inputs, i, text, digester, headers, ref distinct, ref immutable))
                {
                    changed = inputs.TextAt(inputs.FilePath(i)).ToArray();
                    return false;
                }
            }

            for (int i = 0; i < inputs.GroupCount; i++)
            {
                if (immutable is not null && LiesBelow(immutable, inputs.TextAt(inputs.GroupDirectory(i))))
                    continue;
                if (!GroupHolds(in inputs, i, text, digester.Memory, out changed))
                    return false;
            }
        }

        return true;
    }

    private static bool FileHolds(
        in InputSet inputs, int file, byte* text, FileDigester digester, PrecompiledHeaders? headers, ref List<FileStatus>? distinct, ref List<byte[]>? immutable)
    {
        int path = inputs.FilePath(file);
        switch (inputs.FileKind(file))
        {
            case InputKind.Immutable:
                NoteImmutable(inputs.TextAt(path), inputs.FileDigest(file), ref immutable);
                return true;
            case InputKind.Content or InputKind.Modified when immutable is not null && LiesBelow(immutable, inputs.TextAt(path)):
                return true;
        }

        if (FileSystem.StatTerminated(text + path, out FileStatus status) != Errno.None)
            return false;
        switch (inputs.FileKind(file))
        {
            case InputKind.Content:
                // The memo is asked first: it needs no path, so no search for the end of the string.
                if (digester.Memory is not null && status.IsRegular && digester.Memory.TryGet(in status, out Digest known, out _))
                    return known == inputs.FileDigest(file);
                return digester.Digest(inputs.TextAt(path), in status, out Digest digest) == Errno.None
                    && digest == inputs.FileDigest(file);
            case InputKind.Listing:
                return FileDigester.DigestListing(inputs.TextAt(path), out Digest listing) == Errno.None
                    && listing == inputs.FileDigest(file);
            case InputKind.Present:
                return !status.IsDirectory;
            case InputKind.DirectoryPresent:
                return status.IsDirectory;
            case InputKind.DistinctDirectory:
                return status.IsDirectory && AddDistinct(ref distinct, in status);
            case InputKind.DistinctFile:
                return !status.IsDirectory && AddDistinct(ref distinct, in status);
            case InputKind.SameAsDistinct:
                uint ordinal = inputs.FileOrdinal(file);
                return distinct is not null && ordinal < distinct.Count && distinct[(int)ordinal].IsSameFileAs(in status);
            case InputKind.RealPath:
                byte[]? real = FileSystem.RealPath(inputs.TextAt(path));
                return real is not null && Digest.Of(real) == inputs.FileDigest(file);
            case InputKind.Modified:
                return status.Modified.Seconds == inputs.FileTime(file);
            case InputKind.PrecompiledHeader or InputKind.PrecompiledHeaderAndText:
                return headers is not null && headers.TryFind(inputs.TextAt(path), in status, out PrecompiledHeader header)
                    && header.Identity == inputs.FileDigest(file)
                    && (inputs.FileKind(file) == InputKind.PrecompiledHeader || headers.Holds(in header));
            case InputKind.NotShorter:
                return FileSystem.RealPath(inputs.TextAt(path)) is { } whole && whole.Length >= inputs.TextAt(path).Length;
            case InputKind.Unlinked:
                return PathSpelling.IsUnlinked(inputs.TextAt(path));
            default:
                return false;
        }
    }

    /// <summary>Takes note of a path below which nothing can have changed: it is the one of then, and is there.</summary>
    private static void NoteImmutable(ReadOnlySpan<byte> path, Digest hash, ref List<byte[]>? immutable)
    {
        ReadOnlySpan<byte> top = NixStore.TopOf(path);
        if (top.IsEmpty || top.Length != path.Length || Digest.FromBytes(NixStore.HashOf(top)) != hash || !NixStore.IsRegistered(top))
            return;
        immutable ??= [];
        immutable.Add(top.ToArray());
    }

    private static bool LiesBelow(List<byte[]> immutable, ReadOnlySpan<byte> path)
    {
        ReadOnlySpan<byte> top = NixStore.TopOf(path);
        if (top.IsEmpty)
            return false;
        foreach (byte[] known in immutable)
        {
            if (top.SequenceEqual(known))
                return true;
        }

        return false;
    }

    private static bool AddDistinct(ref List<FileStatus>? known, in FileStatus status)
    {
        known ??= [];
        foreach (FileStatus other in known)
        {
            if (other.IsSameFileAs(in status))
                return false;
        }

        known.Add(status);
        return true;
    }

    private static bool GroupHolds(in InputSet inputs, int group, byte* text, IDigestMemo? memory, out byte[]? appeared)
    {
        appeared = null;
        int directory = inputs.GroupDirectory(group);
        int error = FileSystem.StatTerminated(text + directory, out FileStatus status);
        if (error != Errno.None)
            return Errno.SaysAbsent(error);
        if (!status.IsDirectory)
            return true;
        Digest names = inputs.GroupDigest(group);
        if (memory is not null && memory.TryGetAbsence(in status, in names))
            return true;

        ReadOnlySpan<byte> prefix = inputs.TextAt(directory);
        bool isFactOfDirectory = true;
        for (int i = 0; i < inputs.GroupNameCount(group); i++)
        {
            ReadOnlySpan<byte> name = inputs.TextAt(inputs.GroupName(group, i));
            byte[] path = ByteString.JoinPath(prefix, name);
            if (Errno.SaysAbsent(FileSystem.LinkStat(path, out _)))
            {
                // What is missing further down can appear without a trace in this directory.
                isFactOfDirectory &= name.IndexOf((byte)'/') < 0;
                continue;
            }

            // A link that leads nowhere: its target can appear elsewhere.
            isFactOfDirectory = false;
            if (!Errno.SaysAbsent(FileSystem.Stat(path, out _)))
            {
                appeared = path;
                return false;
            }
        }

        // The names were looked at after the directory: if it hasn't changed since, they are a fact about that state of it.
        if (memory is not null && isFactOfDirectory
            && FileSystem.StatTerminated(text + directory, out FileStatus after) == Errno.None && after.IsUnchangedFrom(in status))
            memory.PutAbsence(in status, in names, prefix);
        return true;
    }
}
