using Larder.Posix;

namespace Larder.Caching.Settings.Foreign;

/// <summary>
/// What another cache's environment and files say. Made only where this program is called by that cache's name. Nothing that is wrong here
/// shows on a compile, whose stderr is the compiler's; the commands say it.
/// </summary>
public sealed class ForeignSettings
{
    internal ForeignSettings(CalledAs calledAs) => CalledAs = calledAs;

    public CalledAs CalledAs { get; }

    /// <summary>What is given, the one that counts of each setting, in the order of the table.</summary>
    public IReadOnlyList<ForeignValue> Values { get; internal set; } = [];

    /// <summary>What is given and not used here.</summary>
    public IEnumerable<ForeignValue> Unused
    {
        get
        {
            foreach (ForeignValue value in Values)
            {
                if (value.Row.Use == ForeignUse.Unused && !IsDefault(value))
                    yield return value;
            }
        }
    }

    /// <summary>What is wrong with what is given.</summary>
    public IReadOnlyList<SettingProblem> Problems { get; internal set; } = [];

    /// <summary>The file that commands change; empty where there is none (no home), or none is read (sccache).</summary>
    public byte[] ConfigFile { get; internal set; } = [];

    /// <summary>The system's file, which is read before it; empty where none is.</summary>
    public byte[] SystemConfigFile { get; internal set; } = [];

    /// <summary>Where that cache would be where nothing says where; empty where there is no home.</summary>
    public byte[] DefaultDirectory { get; internal set; } = [];

    /// <summary>Its limit where nothing says one, as our setting has it.</summary>
    public byte[] DefaultMaxSize { get; internal set; } = [];

    /// <summary>The compiler to run in place of the one that is named; empty where none is given.</summary>
    public byte[] Compiler => TextOf(ForeignUse.Compiler);

    /// <summary>Where compilers are searched in place of PATH; empty where it isn't given.</summary>
    public byte[] SearchPath => TextOf(ForeignUse.SearchPath);

    /// <summary>Reads them.</summary>
    /// <param name="calledAs">Whose; not our own.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="words">ccache's KEY=VALUE words in front of the compiler.</param>
    public static ForeignSettings Read(CalledAs calledAs, ProcessEnvironment environment, params ReadOnlySpan<byte[]> words) =>
        calledAs == CalledAs.Ccache ? new CcacheSettingReader(environment).Read(words) : SccacheSettingReader.Read(environment);

    private byte[] TextOf(ForeignUse use)
    {
        byte[] text = [];
        foreach (ForeignValue value in Values)
        {
            if (value.Row.Use == use && value.Text.Length > 0)
                text = value.Text;
        }

        return text;
    }

    private static bool IsDefault(ForeignValue value) => ByteString.Show(value.Text) == value.Row.Default;
}
