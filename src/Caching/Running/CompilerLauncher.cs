using Larder.Caching.Drivers;
using Larder.Posix;

namespace Larder.Caching.Running;

/// <summary>Starts the real compiler, behind the user's prefix command (distcc, icecc) where there is one.</summary>
internal static class CompilerLauncher
{
    internal static int Start(Invocation invocation, SpawnRequest request, out ChildProcess child)
    {
        byte[][] prefix = invocation.Settings.PrefixCommand;
        if (prefix.Length == 0)
            return ChildProcess.Start(request, out child);

        byte[]? program = DriverLookup.Find(prefix[0], invocation.Environment)?.Path;
        if (program is null)
        {
            child = default;
            return Errno.NotFound;
        }

        SpawnRequest prefixed = new()
        {
            Path = program,
            Arguments = [.. prefix, invocation.Compiler, .. request.Arguments.AsSpan(1)],
            Environment = request.Environment,
            Output = request.Output,
            Error = request.Error,
        };
        return ChildProcess.Start(prefixed, out child);
    }
}
