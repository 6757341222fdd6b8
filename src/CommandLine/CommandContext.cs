using Larder.Caching.Settings;
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

    internal TextWriter Output { get; } = output;

    internal TextWriter Error { get; } = error;

    internal void Complain(string text) => Error.WriteLine("larder: " + text);

    /// <summary>Loads the settings. What is wrong with them is said, a line each; then the result is false.</summary>
    internal bool TryLoadSettings(out CacheSettings settings)
    {
        settings = CacheSettings.Load(Environment);
        foreach (SettingProblem problem in settings.Problems)
            Complain(ByteText.Show(problem.Message));
        return settings.Problems.Length == 0;
    }

    internal static LocalStore OpenStore(CacheSettings settings) => new(settings.StoreOptions());
}
