using Larder.Caching.Settings;
using Larder.Caching.Settings.Foreign;
using Larder.Posix;

namespace Larder.Caching.Drivers;

/// <summary>
/// The file beside a launcher. A launcher is this program under a compiler's name (a link or a copy, <c>DIR/gcc</c>), and its
/// sidecar, <c>DIR/.larder/gcc</c>, names the one compiler behind it, so that nothing is searched on PATH and no shell stands
/// between. It has the grammar of a settings file (<see cref="SettingLines"/>), with two names besides the settings:
/// <c>compiler</c>, an absolute path, which must be given, and <c>config</c>, the file to read in place of the user's.
/// </summary>
public sealed class LauncherSidecar
{
    /// <summary>As many links as the kernel follows in one path (path_resolution(7)).</summary>
    private const int MostLinks = 40;

    /// <summary>A file above this is no sidecar.</summary>
    private const long LongestFile = 1 << 20;

    private LauncherSidecar(byte[] path, byte[] content)
    {
        Path = path;
        Content = content;
    }

    internal static ReadOnlySpan<byte> CompilerName => "compiler"u8;

    internal static ReadOnlySpan<byte> ConfigName => "config"u8;

    /// <summary>The sidecar's own path, absolute.</summary>
    public byte[] Path { get; }

    /// <summary>The compiler's absolute path, or null where the file names none.</summary>
    public byte[]? Compiler { get; private init; }

    /// <summary>Where the compiler is named: "FILE:LINE".</summary>
    public byte[] CompilerPosition { get; private init; } = [];

    /// <summary>What the file says of <c>config</c>, or null where it says nothing.</summary>
    internal byte[]? Config { get; private init; }

    /// <summary>Where that is said: "FILE:LINE".</summary>
    internal byte[] ConfigPosition { get; private init; } = [];

    /// <summary>Why there is no compiler, or null.</summary>
    public SettingProblem? Problem { get; private init; }

    /// <summary>The file's text; empty where it can't be read.</summary>
    internal byte[] Content { get; }

    /// <summary>
    /// The sidecar of a launcher that was executed by this path. A link to a launcher is one too: each link's own directory is
    /// looked into on the way to the program. Null where there is none, at the cost of two calls for a link without one and
    /// of none for larder's own name.
    /// </summary>
    public static LauncherSidecar? Find(ReadOnlySpan<byte> executed) => Find(executed, out _);

    /// <summary>As above, and says on the way whether a link leads through a name of another cache (<c>gcc</c> to <c>ccache</c> to this program).</summary>
    public static LauncherSidecar? Find(ReadOnlySpan<byte> executed, out CalledAs calledAs)
    {
        calledAs = CalledAs.Larder;
        for (int links = 0; links <= MostLinks; links++)
        {
            ReadOnlySpan<byte> name = ByteString.FileName(executed);
            if (name.IsEmpty || name.StartsWith("larder"u8))
                return null;
            if (calledAs == CalledAs.Larder)
                calledAs = CalledAsNames.Of(name);
            byte[] path = [.. ByteString.DirectoryPrefix(executed), .. ".larder/"u8, .. name];
            byte[]? content = FileSystem.ReadAll(path, out int error, LongestFile);
            if (content is not null || !(Errno.SaysAbsent(error) || error == Errno.NameTooLong))
                return Parse(Absolute(path), content, error);
            if (FileSystem.ReadLink(executed) is not { } target)
                return null;
            executed = target[0] == (byte)'/' ? target : ByteString.Concat(ByteString.DirectoryPrefix(executed), target);
        }

        return null;
    }

    /// <summary>The sidecar at a path of its own.</summary>
    internal static LauncherSidecar Read(ReadOnlySpan<byte> path) =>
        Parse(path.ToArray(), FileSystem.ReadAll(path, out int error, LongestFile), error);

    private static LauncherSidecar Parse(byte[] path, byte[]? content, int error)
    {
        if (content is null)
            return new LauncherSidecar(path, []) { Problem = SettingProblem.UnreadableLauncher(path, error) };
        ReadOnlySpan<byte> compiler = default;
        byte[] position = path;
        byte[]? config = null;
        byte[] configPosition = path;
        SettingLines lines = new(content);
        while (lines.MoveNext())
        {
            if (lines.Name.SequenceEqual(CompilerName))
            {
                compiler = lines.Value;
                position = SettingOrigin.Position(path, lines.Number);
            }
            else if (lines.Name.SequenceEqual(ConfigName))
            {
                config = lines.Value.ToArray();
                configPosition = SettingOrigin.Position(path, lines.Number);
            }
        }

        bool isPath = compiler.StartsWith("/"u8) && !compiler.Contains((byte)0);
        return new LauncherSidecar(path, content)
        {
            Compiler = isPath ? compiler.ToArray() : null,
            CompilerPosition = position,
            Config = config,
            ConfigPosition = configPosition,
            Problem = isPath ? null : SettingProblem.NoCompiler(position, compiler),
        };
    }

    /// <summary>The daemon reads it too, from another working directory.</summary>
    private static byte[] Absolute(byte[] path) =>
        path[0] == (byte)'/' || FileSystem.WorkingDirectory() is not { } directory ? path : ByteString.JoinPath(directory, path);
}
