using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching.Inputs;

/// <summary>
/// The files that options name and whose content is an input: part of the key, as they are before the compile, and looked at again after it like
/// everything else that was read. Some may be missing (a profile that was never made), or be directories, which counts as no file.
/// </summary>
internal sealed class OptionFiles
{
    private readonly List<(byte[] Path, Digest Digest, FileStatus Status, bool IsFile)> _files = [];

    /// <summary>Looks at each of them. Null where one that has to be there can't be read.</summary>
    /// <param name="invocation">Whose they are.</param>
    /// <param name="compilation">The options.</param>
    /// <param name="digester">Reads them.</param>
    /// <param name="unreadable">The one that can't be read.</param>
    internal static OptionFiles? Read(Invocation invocation, Compilation compilation, FileDigester digester, out byte[]? unreadable)
    {
        OptionFiles files = new();
        unreadable = null;
        foreach (IReadOnlyList<byte[]> required in (IReadOnlyList<byte[]>[])[compilation.HashedFiles, compilation.Plugins])
        {
            foreach (byte[] path in required)
            {
                unreadable = path;
                if (!files.Add(path, digester) || !files._files[^1].IsFile)
                    return null;
            }
        }

        foreach (byte[] path in compilation.OptionalFiles)
        {
            unreadable = path;
            if (!files.Add(path, digester))
                return null;
        }

        if (compilation.ReadsProfile)
        {
            foreach (byte[] path in ProfileNames(compilation, invocation.WorkingDirectory))
            {
                unreadable = path;
                if (!files.Add(path, digester))
                    return null;
            }
        }

        unreadable = null;
        return files;
    }

    /// <summary>All of them, with their names: two options may name the same content for different ends.</summary>
    internal void AddTo(KeyRecord key)
    {
        foreach ((byte[] path, Digest digest, _, bool isFile) in _files)
        {
            if (isFile)
                key.AddFile("option-file"u8, path, in digest);
            else
                key.Add("no-option-file"u8, path);
        }
    }

    /// <summary>Whether they are still what the key says, and surely were while the compiler ran. Else the file that isn't.</summary>
    internal byte[]? FindChanged(in RacyClock clock)
    {
        foreach ((byte[] path, _, FileStatus before, bool isFile) in _files)
        {
            int error = FileSystem.Stat(path, out FileStatus now);
            bool holds = isFile
                ? error == Errno.None && now.IsUnchangedFrom(in before) && (!now.IsRegular || !clock.IsRacy(in now))
                : Errno.SaysAbsent(error) || (error == Errno.None && now.IsDirectory);
            if (!holds)
                return path;
        }

        return null;
    }

    /// <summary>
    /// Where gcc's releases look for the counts of a compile (coverage.cc, coverage_init): a name made of the output's, beside it or below each
    /// directory that an option names, there also with the whole path in one name, # for each slash and ^ for "..".
    /// </summary>
    private static List<byte[]> ProfileNames(Compilation compilation, byte[] workingDirectory)
    {
        byte[] name = ByteString.Concat(compilation.AuxiliaryName, ".gcda"u8);
        byte[] whole = name is [(byte)'/', ..] ? name : ByteString.Concat(workingDirectory, "/"u8, name);
        byte[] mangled = Mangle(whole);
        List<byte[]> names = [name];
        foreach (byte[] directory in compilation.ProfileDirectories)
        {
            names.Add(directory);
            names.Add(ByteString.Concat(directory, "/"u8, name));
            names.Add(ByteString.Concat(directory, "/"u8, mangled));
            names.Add(ByteString.Concat(directory, "/"u8, ByteString.FileName(name)));
        }

        return names;
    }

    private static byte[] Mangle(ReadOnlySpan<byte> path)
    {
        List<byte> mangled = new(path.Length);
        while (true)
        {
            int slash = path.IndexOf((byte)'/');
            ReadOnlySpan<byte> component = slash < 0 ? path : path[..slash];
            mangled.AddRange(component.SequenceEqual(".."u8) ? "^"u8 : component);
            if (slash < 0)
                return [.. mangled];
            mangled.Add((byte)'#');
            path = path[(slash + 1)..];
        }
    }

    private bool Add(byte[] path, FileDigester digester)
    {
        int error = digester.Digest(path, out Digest digest, out FileStatus status);
        if (error != Errno.None && error != Errno.IsADirectory && !Errno.SaysAbsent(error))
            return false;
        _files.Add((path, digest, status, error == Errno.None));
        return true;
    }
}
