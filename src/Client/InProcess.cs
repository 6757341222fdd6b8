using Larder.Caching;
using Larder.Caching.Settings;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Client;

/// <summary>Serves a compile straight from the disk, without a daemon.</summary>
internal static class InProcess
{
    /// <summary>Returns only where the caller has to run the bare compiler.</summary>
    internal static void Serve(byte[] compiler, byte[][] command, ProcessEnvironment environment, CacheSettings settings)
    {
        SettingWarnings.Show(settings);
        if (settings.Directory.Length == 0)
            return;
        StandardStreams.Reserve();
        SignalDispositions.Adapt();
        LocalStore store = new(settings.StoreOptions());
        Invocation invocation = new()
        {
            Compiler = compiler,
            Arguments = command,
            Environment = environment,
            Settings = settings,
            ErrorIsTerminal = StandardStreams.Error.IsTerminal,
        };
        using SignalRelay signals = new();
        using CompileCache cache = new(invocation, store, () => FileDigestCache.Open(store));
        CacheOutcome outcome = cache.Run(signals);
        InvocationLog.TryWrite(settings, invocation, outcome);
        if (!outcome.IsDelivered)
            return;
        StandardStreams.Output.WriteAll(outcome.Output.Span);
        StandardStreams.Error.WriteAll(outcome.Error.Span);
        if (outcome.Exit.Signal != 0)
            Execution.DieOf(outcome.Exit.Signal);
        if (signals.Received != 0)
            Execution.DieOf(signals.Received);
        Execution.Exit(outcome.Exit.Status);
    }
}
