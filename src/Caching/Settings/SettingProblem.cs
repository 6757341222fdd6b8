using System.Text;
using Larder.Caching.Drivers;
using Larder.Posix;

namespace Larder.Caching.Settings;

/// <summary>
/// Something wrong with the configuration. A subcommand refuses to work with it; a compile warns and goes on as though what is
/// wrong had not been given.
/// </summary>
public sealed class SettingProblem
{
    private SettingProblem(SettingProblemKind kind, byte[] name, byte[] source, byte[] given, byte[] message)
    {
        Kind = kind;
        Name = name;
        Source = source;
        Given = given;
        Message = message;
    }

    public SettingProblemKind Kind { get; }

    /// <summary>The setting's name as a file spells it, or the unknown name as it was given.</summary>
    public byte[] Name { get; }

    /// <summary>The environment variable, or file:line, or the file.</summary>
    public byte[] Source { get; }

    /// <summary>The value that was given; for <see cref="SettingProblemKind.BadLine"/> the line.</summary>
    public byte[] Given { get; }

    /// <summary>The whole complaint in one line without a line end: setting, source, value, and what is accepted.</summary>
    public byte[] Message { get; }

    public override string ToString() => Encoding.UTF8.GetString(Message);

    internal static SettingProblem BadValue(Setting setting, SettingOrigin origin, ReadOnlySpan<byte> given)
    {
        SettingRow row = SettingTable.Row(setting);
        byte[] source = origin.Describe(setting);
        return new(SettingProblemKind.BadValue, row.Name.ToArray(), source, given.ToArray(),
            [.. source, .. ": "u8, .. row.Name, .. " can't be \""u8, .. Printable(given), .. "\"; accepted: "u8,
             .. SettingKinds.Accepted(row.Kind)]);
    }

    /// <param name="variable">The environment variable's name, or empty where the name stands in a file.</param>
    internal static SettingProblem Unknown(byte[] name, byte[] source, ReadOnlySpan<byte> variable)
    {
        bool found = NearestSetting.TryFind(name, out Setting nearest);
        byte[] proposal = variable.IsEmpty ? SettingTable.Row(nearest).Name.ToArray() : SettingTable.VariableOf(nearest);
        ReadOnlySpan<byte> shown = variable.IsEmpty ? name : variable;
        byte[] hint = found
            ? [.. "did you mean \""u8, .. proposal, .. "\"?"u8]
            : "\"larder help config\" lists the settings"u8.ToArray();
        return new(SettingProblemKind.UnknownSetting, name, source, [],
            [.. source, .. ": there is no setting \""u8, .. Printable(shown), .. "\"; "u8, .. hint]);
    }

    internal static SettingProblem BadLine(byte[] source, ReadOnlySpan<byte> line) =>
        new(SettingProblemKind.BadLine, [], source, line.ToArray(),
            [.. source, .. ": can't read \""u8, .. Printable(line),
             .. "\"; accepted: name = value, a comment that begins with #, or a blank line"u8]);

    /// <param name="reason">A sentence without a full stop.</param>
    internal static SettingProblem Unreadable(byte[] file, byte[] source, ReadOnlySpan<byte> reason) =>
        new(SettingProblemKind.UnreadableFile, "config"u8.ToArray(), source, file,
            [.. source, .. ": can't read the configuration file \""u8, .. Printable(file), .. "\": "u8, .. reason]);

    internal static SettingProblem UnreadableLauncher(byte[] file, int error) =>
        Unreadable(file, file, Encoding.UTF8.GetBytes(Errno.Describe(error)));

    /// <param name="source">The sidecar, with the line where there is one for the compiler.</param>
    /// <param name="given">What that line says.</param>
    internal static SettingProblem NoCompiler(byte[] source, ReadOnlySpan<byte> given) =>
        new(SettingProblemKind.NoCompiler, LauncherSidecar.CompilerName.ToArray(), source, given.ToArray(),
            given.IsEmpty
                ? [.. source, .. ": a launcher needs a line \"compiler = PATH\"; accepted: an absolute path"u8]
                : [.. source, .. ": compiler can't be \""u8, .. Printable(given), .. "\"; accepted: an absolute path"u8]);

    /// <param name="source">The sidecar and its line.</param>
    internal static SettingProblem BadConfig(byte[] source, ReadOnlySpan<byte> given) =>
        new(SettingProblemKind.BadValue, LauncherSidecar.ConfigName.ToArray(), source, given.ToArray(),
            [.. source, .. ": config can't be \""u8, .. Printable(given), .. "\"; accepted: "u8, .. SettingKinds.Accepted(SettingKind.Path)]);

    /// <summary>Something wrong with another cache's settings.</summary>
    /// <param name="source">The variable, or file and line.</param>
    /// <param name="problem">What is wrong, in one line.</param>
    internal static SettingProblem OfOthers(byte[] source, string problem) =>
        new(SettingProblemKind.OfOthers, [], source, [], [.. source, .. ": "u8, .. Printable(Encoding.UTF8.GetBytes(problem))]);

    internal static SettingProblem NoDirectory() =>
        new(SettingProblemKind.NoDirectory, "dir"u8.ToArray(), "LARDER_DIR"u8.ToArray(), [],
            ("LARDER_DIR: dir has no value, and neither XDG_CACHE_HOME nor HOME is an absolute path to derive one from: "u8
            + "caching is off; accepted: an absolute path"u8).ToArray());

    /// <summary>The text in one line: control characters as \xHH.</summary>
    private static byte[] Printable(ReadOnlySpan<byte> text)
    {
        List<byte> printable = new(text.Length);
        foreach (byte b in text)
        {
            if (b is >= 0x20 and not 0x7F)
            {
                printable.Add(b);
                continue;
            }

            printable.AddRange([(byte)'\\', (byte)'x', "0123456789ABCDEF"u8[b >> 4], "0123456789ABCDEF"u8[b & 15]]);
        }

        return [.. printable];
    }
}
