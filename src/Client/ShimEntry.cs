using Larder.Caching;
using Larder.Caching.Drivers;
using Larder.Caching.Running;
using Larder.Caching.Settings;
using Larder.Caching.Settings.Foreign;
using Larder.Client.Commands;
using Larder.Compilers;
using Larder.Posix;

namespace Larder.Client;

/// <summary>
/// Decides what this call is: a launcher (a link or a copy with a sidecar, see <see cref="LauncherSidecar"/>), a masquerade
/// (<c>gcc …</c> through a link or a copy without one), a launched compiler (<c>larder gcc …</c>), a command of larder's own, or one of these under
/// the name of another cache (see <see cref="ForeignEntry"/>).
/// </summary>
internal static class ShimEntry
{
    /// <summary>The exit status of a shell whose command isn't there.</summary>
    private const int CommandNotFound = 127;

    /// <summary>The exit status of a shell whose command can't be executed.</summary>
    private const int CommandNotExecutable = 126;

    internal static int Run(byte[][] arguments, string[] decoded)
    {
        if (LauncherSidecar.Find(ProcessArguments.ExecutedPath, out CalledAs calledAs) is { } launcher)
            return Launch(launcher, arguments);
        ReadOnlySpan<byte> self = ByteString.FileName(arguments[0]);
        if (!self.StartsWith("larder"u8))
        {
            return CalledAsNames.Of(self) is not CalledAs.Larder and var other
                ? ForeignEntry.Run(other, arguments, decoded)
                : Launch(arguments[0], arguments, isMasquerade: true, ForeignEntry.TryRead(calledAs, []));
        }

        if (arguments.Length > 1 && IsProgram(arguments[1]))
            return Launch(arguments[1], arguments[1..], isMasquerade: false);
        return CommandLineInterface.Run(decoded);
    }

    /// <summary>
    /// Options and larder's own commands are not programs; everything else is, so that any compiler can stand behind larder.
    /// A path is always a program.
    /// </summary>
    internal static bool IsProgram(ReadOnlySpan<byte> word) =>
        !word.StartsWith("-"u8) && (word.IndexOf((byte)'/') >= 0 || !CommandNames.Contains(word));

    /// <summary>A compiler behind a name.</summary>
    /// <param name="name">The name, or its path.</param>
    /// <param name="command">What is to run, with its name first.</param>
    /// <param name="isMasquerade">The name is this program's own.</param>
    /// <param name="foreign">Another cache's settings, where this program is called by its name.</param>
    internal static int Launch(byte[] name, byte[][] command, bool isMasquerade, ForeignSettings? foreign = null)
    {
        ProcessEnvironment environment = ProcessEnvironment.Current();
        if (foreign is { Compiler.Length: > 0 })
            (name, command[0], isMasquerade) = (foreign.Compiler, foreign.Compiler, false);
        ProcessEnvironment searched = foreign is { SearchPath.Length: > 0 } ? environment.With(ByteString.Concat("PATH="u8, foreign.SearchPath)) : environment;
        if (DriverLookup.Find(isMasquerade ? ByteString.FileName(name) : name, searched) is not { } found)
        {
            // "larder larder gcc": a launcher put before a compiler that is called through larder already.
            if (!isMasquerade && command.Length > 1 && IsProgram(command[1]) && IsOwnName(ByteString.FileName(name)))
                return Launch(command[1], command[1..], isMasquerade: false, foreign);
            return NotFound(name, isMasquerade ? string.Empty : "; \"larder help\" lists larder's own commands");
        }

        // argv[0] as the caller's shell would have set it, so that the compiler finds its own parts as it always does.
        if (!found.IsWhatTheNameSays)
            command[0] = found.Path;
        else if (isMasquerade)
            command[0] = ByteString.FileName(name).ToArray();
        return Run(found, command, environment, foreign: foreign);
    }

    private static bool IsOwnName(ReadOnlySpan<byte> name) => name.StartsWith("larder"u8) || CalledAsNames.Of(name) != CalledAs.Larder;

    /// <summary>The compiler that a sidecar names; where it names none, the one that PATH has, without the cache.</summary>
    private static int Launch(LauncherSidecar launcher, byte[][] command)
    {
        ProcessEnvironment environment = ProcessEnvironment.Current();
        bool isRight = launcher.Problem is null;
        byte[] name = isRight ? launcher.Compiler! : ByteString.FileName(launcher.Path).ToArray();
        if (!isRight)
            StandardStreams.Complain($"larder: warning: {launcher.Problem}; compiling without the cache\n");
        FoundDriver? found = isRight ? DriverLookup.Behind(launcher, environment) : DriverLookup.Find(name, environment);
        if (found is null)
            return NotFound(name, $" ({ByteString.Show(launcher.CompilerPosition)})");
        command[0] = found.Path;
        return Run(found, command, environment, isCached: isRight);
    }

    private static int NotFound(byte[] name, string remark)
    {
        StandardStreams.Complain($"larder: {ByteString.Show(name)}: no such compiler on PATH (other than larder itself){remark}\n");
        return CommandNotFound;
    }

    /// <summary>Serves the compile, or becomes the compiler.</summary>
    private static int Run(
        FoundDriver found, byte[][] command, ProcessEnvironment environment, bool isCached = true, ForeignSettings? foreign = null)
    {
        byte[] compiler = found.Path;
        if (found.IsPassedScript)
            environment = DriverLookup.Past(compiler, environment);
        if (isCached)
            Compile(found, command, environment, foreign);

        // Reached only where the compile wasn't served.
        _ = JobSlot.Take(environment, staysWithProgram: true);
        int error = Execution.Execute(compiler, command, JobSlot.Without(environment));
        string named = found.Launcher is { } launcher ? ByteString.Show(launcher.CompilerPosition) + ": " : string.Empty;
        StandardStreams.Complain($"larder: {named}{ByteString.Show(compiler)}: {Errno.Describe(error)}\n");
        return error == Errno.NotFound ? CommandNotFound : CommandNotExecutable;
    }

    /// <summary>Serves the compile and ends the process; returns where the bare compiler has to run.</summary>
    private static void Compile(FoundDriver found, byte[][] command, ProcessEnvironment environment, ForeignSettings? foreign)
    {
        byte[] compiler = found.Path;
        try
        {
            if (DriverName.Of(ByteString.FileName(compiler)).Kind == DriverKind.NotUnderstood
                && DriverName.Of(ByteString.FileName(command[0])).Kind == DriverKind.NotUnderstood)
                return;
            CacheSettings settings = CacheSettings.Load(environment, found.Launcher, foreign);
            if (settings.Disable || settings.Passthrough)
                return;
            Serving.Serve(compiler, command, environment, settings);
        }
        catch (Exception fault)
        {
            // A fault of ours must not become one of the build's. Whatever was begun, the compiler does it all again.
            StandardStreams.Complain($"larder: internal error, compiling without the cache: {fault.GetType().Name}: {fault.Message}\n");
        }
    }
}
