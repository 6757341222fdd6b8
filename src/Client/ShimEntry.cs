using Larder.Caching;
using Larder.Caching.Drivers;
using Larder.Caching.Settings;
using Larder.Client.Commands;
using Larder.Compilers;
using Larder.Posix;

namespace Larder.Client;

/// <summary>
/// Decides what this call is: a launcher (a link or a copy with a sidecar, see <see cref="LauncherSidecar"/>), a masquerade
/// (<c>gcc …</c> through a link or a copy without one), a launched compiler (<c>larder gcc …</c>), or a command of larder's own.
/// </summary>
internal static class ShimEntry
{
    /// <summary>The exit status of a shell whose command isn't there.</summary>
    private const int CommandNotFound = 127;

    /// <summary>The exit status of a shell whose command can't be executed.</summary>
    private const int CommandNotExecutable = 126;

    internal static int Run(byte[][] arguments, string[] decoded)
    {
        if (LauncherSidecar.Find(ProcessArguments.ExecutedPath) is { } launcher)
            return Launch(launcher, arguments);
        ReadOnlySpan<byte> self = ByteString.FileName(arguments[0]);
        if (!self.StartsWith("larder"u8))
            return Launch(arguments[0], arguments, isMasquerade: true);
        if (arguments.Length > 1 && IsProgram(arguments[1]))
            return Launch(arguments[1], arguments[1..], isMasquerade: false);
        return CommandLineInterface.Run(decoded);
    }

    /// <summary>
    /// Options and larder's own commands are not programs; everything else is, so that any compiler can stand behind larder.
    /// A path is always a program.
    /// </summary>
    private static bool IsProgram(ReadOnlySpan<byte> word) =>
        !word.StartsWith("-"u8) && (word.IndexOf((byte)'/') >= 0 || !CommandNames.Contains(word));

    /// <summary>A compiler behind a name.</summary>
    private static int Launch(byte[] name, byte[][] command, bool isMasquerade)
    {
        ProcessEnvironment environment = ProcessEnvironment.Current();
        if (DriverLookup.Find(isMasquerade ? ByteString.FileName(name) : name, environment) is not { } found)
        {
            // "larder larder gcc": a launcher put before a compiler that is called through larder already.
            if (!isMasquerade && command.Length > 1 && IsProgram(command[1]) && ByteString.FileName(name).StartsWith("larder"u8))
                return Launch(command[1], command[1..], isMasquerade: false);
            return NotFound(name, isMasquerade ? string.Empty : "; larder's own commands are stats, config, clear, trim, inspect, daemon and help");
        }

        // argv[0] as the caller's shell would have set it, so that the compiler finds its own parts as it always does.
        if (!found.IsWhatTheNameSays)
            command[0] = found.Path;
        else if (isMasquerade)
            command[0] = ByteString.FileName(name).ToArray();
        return Run(found, command, environment);
    }

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
    private static int Run(FoundDriver found, byte[][] command, ProcessEnvironment environment, bool isCached = true)
    {
        byte[] compiler = found.Path;
        if (found.IsPassedScript)
            environment = DriverLookup.Past(compiler, environment);
        if (isCached)
            Compile(found, command, environment);

        // Reached only where the compile wasn't served.
        int error = Execution.Execute(compiler, command, environment);
        string named = found.Launcher is { } launcher ? ByteString.Show(launcher.CompilerPosition) + ": " : string.Empty;
        StandardStreams.Complain($"larder: {named}{ByteString.Show(compiler)}: {Errno.Describe(error)}\n");
        return error == Errno.NotFound ? CommandNotFound : CommandNotExecutable;
    }

    /// <summary>Serves the compile and ends the process; returns where the bare compiler has to run.</summary>
    private static void Compile(FoundDriver found, byte[][] command, ProcessEnvironment environment)
    {
        byte[] compiler = found.Path;
        try
        {
            if (DriverName.Of(ByteString.FileName(compiler)).Kind == DriverKind.NotUnderstood
                && DriverName.Of(ByteString.FileName(command[0])).Kind == DriverKind.NotUnderstood)
                return;
            CacheSettings settings = CacheSettings.Load(environment, found.Launcher);
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
