using Larder.Posix;
using Larder.Storage;

namespace Larder.Units.Sources.Git;

/// <summary>A git repository that a source lies in.</summary>
internal sealed class GitRepository
{
    private const int MaxPointer = 8192;
    private const int MaxConfiguration = 4 << 20;

    private readonly byte[] _gitDirectory;
    private readonly Lazy<GitIndex> _index;

    private GitRepository(byte[] gitDirectory)
    {
        _gitDirectory = gitDirectory;
        _index = new Lazy<GitIndex>(() => GitIndex.Read(_gitDirectory, ReadObjectSize()));
    }

    /// <summary>The name that makes a directory a repository's root, and that is never source itself.</summary>
    internal static ReadOnlySpan<byte> Name => ".git"u8;

    /// <summary>What it tracks; read when something is ignored, which alone makes it matter.</summary>
    internal GitIndex Index => _index.Value;

    /// <summary>The index's status, digested; it is replaced whenever something else is tracked.</summary>
    internal Digest IndexStamp()
    {
        byte[] status = new byte[StatusDigester.Size];
        if (FileSystem.Stat(ByteString.JoinPath(_gitDirectory, "index"u8), out FileStatus index) == Errno.None)
            StatusDigester.Write(status, in index);
        return Digest.Of(status);
    }

    /// <summary>The repository whose work tree has that directory as its root; null: none has.</summary>
    /// <remarks>gitrepository-layout(5): ".git" is a directory with a HEAD, or a file "gitdir: PATH" (a submodule, a further work tree).</remarks>
    internal static GitRepository? At(byte[] directory)
    {
        byte[] path = ByteString.JoinPath(directory, Name);
        if (FileSystem.Stat(path, out FileStatus status) != Errno.None)
            return null;
        if (status.IsRegular)
        {
            if (FileSystem.ReadAll(path, out _, MaxPointer) is not { } text || !text.AsSpan().StartsWith("gitdir: "u8))
                return null;
            ReadOnlySpan<byte> target = text.AsSpan(8).TrimEnd("\r\n"u8);
            path = target.StartsWith("/"u8) ? target.ToArray() : ByteString.JoinPath(directory, target);
        }

        return FileSystem.LinkStat(ByteString.JoinPath(path, "HEAD"u8), out _) == Errno.None ? new GitRepository(path) : null;
    }

    /// <summary>The rules of .git/info/exclude, which is shared by all work trees ("commondir").</summary>
    internal IgnoreRules? Excluded()
    {
        byte[]? excluded = FileSystem.ReadAll(ByteString.JoinPath(CommonDirectory(), "info/exclude"u8), out _, IgnoreFile.MaxSize);
        return excluded is null ? null : IgnoreRules.With(null, IgnoreFile.Read(excluded), 0);
    }

    /// <summary>What all work trees share.</summary>
    private byte[] CommonDirectory()
    {
        if (FileSystem.ReadAll(ByteString.JoinPath(_gitDirectory, "commondir"u8), out _, MaxPointer) is not { Length: > 0 } text)
            return _gitDirectory;
        ReadOnlySpan<byte> line = text.AsSpan().TrimEnd("\r\n"u8);
        return line.StartsWith("/"u8) ? line.ToArray() : ByteString.JoinPath(_gitDirectory, line);
    }

    /// <summary>Bytes of an object's id, by "extensions.objectFormat" of the repository's configuration.</summary>
    private int ReadObjectSize()
    {
        const int Sha1Size = 20;
        const int Sha256Size = 32;
        byte[] text = FileSystem.ReadAll(ByteString.JoinPath(CommonDirectory(), "config"u8), out _, MaxConfiguration) ?? [];
        foreach (string line in ByteText.Decode(text).Split('\n'))
        {
            if (line.Trim().StartsWith("objectformat", StringComparison.OrdinalIgnoreCase) && line.Contains("sha256", StringComparison.OrdinalIgnoreCase))
                return Sha256Size;
        }

        return Sha1Size;
    }
}
