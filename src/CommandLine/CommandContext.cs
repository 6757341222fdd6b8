using Larder.Caching.Settings;
using Larder.Caching.Settings.Foreign;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine;

/// <summary>What a command works with: the environment, and where its text goes (see <see cref="ByteText"/> for bytes in it).</summary>
internal sealed class CommandContext(ProcessEnvironment environment, TextWriter output, TextWriter error)
{
    internal ProcessEnvironment Environment { get; } = environment;

    /// <summary>larderd's path, or empty where it can't be told: beside this program.</summary>
    internal byte[] DaemonProgram { get; init; } =
        FileSystem.ReadLink("/proc/self/exe"u8) is { } self ? ByteString.Concat(ByteString.DirectoryPrefix(self), "larderd"u8) : [];

    /// <summary>The shim's path, beside this program; null where it can't be told.</summary>
    internal byte[]? OwnProgram => DaemonProgram.Length == 0 ? null : ByteString.Concat(ByteString.DirectoryPrefix(DaemonProgram), "larder"u8);

    internal TextWriter Output { get; } = output;

    internal TextWriter Error { get; } = error;

    /// <summary>Standard error is a terminal: somebody sees how far long work is.</summary>
    internal bool IsWatched { get; init; }

    /// <summary>Under whose name the command was called.</summary>
    internal CalledAs CalledAs { get; init; }

    /// <summary>That name.</summary>
    internal string Name => CalledAs switch
    {
        CalledAs.Ccache => "ccache",
        CalledAs.Sccache => "sccache",
        _ => "larder",
    };

    internal void Complain(string text) => Error.WriteLine($"{Name}: {text}");

    /// <summary>The same with one variable more.</summary>
    /// <param name="word">NAME=value.</param>
    internal CommandContext With(string word) => new(Environment.With(ByteText.Encode(word)), Output, Error)
    {
        CalledAs = CalledAs,
        DaemonProgram = DaemonProgram,
        IsWatched = IsWatched,
    };

    /// <summary>Loads the settings. What is wrong with them is said, a line each; then the result is false.</summary>
    internal bool TryLoadSettings(out CacheSettings settings)
    {
        settings = CacheSettings.Load(Environment, null, CalledAs == CalledAs.Larder ? null : ForeignSettings.Read(CalledAs, Environment));
        foreach (SettingProblem problem in settings.Problems)
            Complain((CalledAs == CalledAs.Larder ? "" : "error: ") + ByteText.Show(problem.Message));
        return settings.Problems.Length == 0;
    }

    /// <summary>The same for a command that changes the cache: a cache that may only be read is a problem too, and is said.</summary>
    /// <param name="command">The command.</param>
    /// <param name="deed">What becomes of nothing then: "removed".</param>
    /// <param name="settings">The settings.</param>
    /// <param name="status">What to end with where the answer is false.</param>
    internal bool TryLoadSettings(string command, string deed, out CacheSettings settings, out int status)
    {
        status = ExitStatus.Usage;
        if (!TryLoadSettings(out settings))
            return false;
        if (!settings.ReadOnly)
            return true;
        status = ExitStatus.Failure;
        string origin = ByteText.Show(settings.OriginOf(Setting.ReadOnly).Describe(Setting.ReadOnly));
        Complain($"{command}: read_only is set ({origin}), so nothing is {deed}");
        return false;
    }

    internal static LocalStore OpenStore(CacheSettings settings) => new(settings.StoreOptions());
}
