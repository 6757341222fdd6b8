using Larder.Caching.Neutral;
using Larder.Caching.Toolchains;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Direct;

/// <summary>
/// gcc names a system header by its path without links where that is shorter (-fcanonical-system-headers; libcpp/files.cc,
/// maybe_shorter_path), in <c>__FILE__</c>, dependency files and debug information alike. So for a system header that is reached
/// through a link, where the link leads is an input besides the content; and likewise for one that is named upwards
/// (<c>-isystem ../../include</c>), for whether its whole path is shorter hangs on where the compile runs.
/// </summary>
internal sealed class CanonicalHeaders
{
    private readonly InputSetBuilder _inputs;
    private readonly NeutralWays? _neutral;
    private readonly List<byte[]> _systemPrefixes = [];
    private readonly Dictionary<byte[], bool> _directories = new(ByteStringComparer.Instance);

    internal CanonicalHeaders(Compilation compilation, Toolchain toolchain, InputSetBuilder inputs, NeutralWays? neutral)
    {
        _inputs = inputs;
        _neutral = neutral;
        if (toolchain.Family == CompilerFamily.Gcc)
        {
            foreach (byte[] directory in SystemDirectories(compilation, toolchain))
                _systemPrefixes.Add(ByteString.JoinPath(directory, ""u8));
        }
    }

    private byte[] WorkingDirectory => field ??= FileSystem.WorkingDirectory() ?? [];

    /// <summary>
    /// The directories of the search path whose headers are the system's, for gcc: all behind those of -I, which come first. A directory of -I that is the
    /// system's anyway (by default, or by -isystem too) is dropped there.
    /// </summary>
    internal static ReadOnlySpan<byte[]> SystemDirectories(Compilation compilation, Toolchain toolchain)
    {
        ReadOnlySpan<byte[]> directories = toolchain.AngleDirectories;
        while (!directories.IsEmpty && IsUsers(compilation, directories[0]))
            directories = directories[1..];
        return directories;
    }

    /// <summary>Records where a header leads, if that counts.</summary>
    internal void Add(byte[] path)
    {
        foreach (byte[] prefix in _systemPrefixes)
        {
            if (!path.AsSpan().StartsWith(prefix))
                continue;
            bool passesLinks = PassesLinks(path);
            if ((passesLinks || IsNamedUpwards(path)) && FileSystem.RealPath(path) is { } real)
            {
                if (!passesLinks && real.Length >= path.Length)
                {
                    _inputs.Add(path, InputKind.NotShorter, default);
                    return;
                }

                _inputs.Add(path, InputKind.RealPath, Digest.Of(real));
                _neutral?.NoticePath(real);
            }

            return;
        }
    }

    private static bool IsNamedUpwards(ReadOnlySpan<byte> path) =>
        path is not [(byte)'/', ..] && (path.StartsWith("../"u8) || path.IndexOf("/../"u8) >= 0);

    private static bool IsUsers(Compilation compilation, ReadOnlySpan<byte> directory)
    {
        bool isUsers = false;
        foreach (ParsedArgument argument in compilation.Parsed)
        {
            if (!argument.IsSearchDirectory || !argument.Value.SequenceEqual(directory))
                continue;
            if (!argument.Name.SequenceEqual("-I"u8))
                return false;
            isUsers = true;
        }

        return isUsers;
    }

    private bool PassesLinks(byte[] path)
    {
        ReadOnlySpan<byte> directory = ByteString.DirectoryPrefix(path);
        if (!_directories.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(directory, out bool linked))
        {
            linked = FileSystem.RealPath(directory) is not { } real || !real.AsSpan().SequenceEqual(PathSpelling.WithoutDots(directory, WorkingDirectory));
            _directories.Add(directory.ToArray(), linked);
        }

        return linked || (FileSystem.LinkStat(path, out FileStatus status) == Errno.None && status.IsSymbolicLink);
    }
}
