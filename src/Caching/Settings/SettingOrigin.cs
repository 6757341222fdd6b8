namespace Larder.Caching.Settings;

/// <summary>Where the value of a setting comes from: the defaults, the environment, a line of a file, or another cache's settings.</summary>
public readonly struct SettingOrigin
{
    private SettingOrigin(bool isEnvironment, byte[]? file, int line, byte[]? foreign = null)
    {
        IsEnvironment = isEnvironment;
        File = file;
        Line = line;
        Foreign = foreign;
    }

    internal static SettingOrigin Environment => new(isEnvironment: true, null, 0);

    internal static SettingOrigin InFile(byte[] file, int line) => new(isEnvironment: false, file, line);

    /// <param name="source">A variable's name, a file with its line, or "default".</param>
    internal static SettingOrigin OfOthers(byte[] source) => new(isEnvironment: false, null, 0, source);

    public bool IsDefault => !IsEnvironment && File == null && Foreign == null;

    /// <summary>Where the settings of another cache (<see cref="Foreign.ForeignSettings"/>) have it from; null where it comes from ours.</summary>
    public byte[]? Foreign { get; }

    public bool IsEnvironment { get; }

    /// <summary>The file's path, or null.</summary>
    public byte[]? File { get; }

    /// <summary>The line in the file, from 1.</summary>
    public int Line { get; }

    /// <summary>"default", "LARDER_DIR", "CCACHE_DIR" or "/etc/larder/config:3".</summary>
    public byte[] Describe(Setting setting)
    {
        if (Foreign != null)
            return Foreign;
        if (IsEnvironment)
            return SettingTable.VariableOf(setting);
        return File == null ? "default"u8.ToArray() : Position(File, Line);
    }

    internal static byte[] Position(ReadOnlySpan<byte> file, int line)
    {
        Span<byte> digits = stackalloc byte[12];
        System.Buffers.Text.Utf8Formatter.TryFormat(line, digits, out int count);
        return [.. file, (byte)':', .. digits[..count]];
    }
}
