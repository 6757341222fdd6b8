using Larder.Caching;
using Larder.Caching.Inputs;
using Larder.Caching.Running;
using Larder.Caching.Toolchains;
using Larder.Daemon.Jobs;
using Larder.Daemon.Messages;
using Larder.Posix;
using Larder.Storage;
using Bytes = Google.Protobuf.ByteString;

namespace Larder.Daemon.Compiles;

/// <summary>The engine's terms as messages, and back.</summary>
internal static class Replies
{
    internal static CompileReply InProcess(WorkInProcess.Types.Reason reason) => new() { InProcess = new WorkInProcess { Reason = reason } };

    internal static CompileReply Hit(CacheOutcome outcome) => new()
    {
        Hit = new Hit
        {
            ExitStatus = outcome.Exit.Status,
            StandardOutput = Bytes.CopyFrom(outcome.Output.Span),
            StandardError = Bytes.CopyFrom(outcome.Error.Span),
            Reason = (uint)outcome.Reason,
            Key = Digest(outcome.Key),
        },
    };

    internal static CompileReply Bare(CacheOutcome outcome) => new()
    {
        Bare = new BareCompiler { Reason = (uint)outcome.Reason, Detail = Bytes.CopyFrom(outcome.Detail ?? []) },
    };

    /// <param name="lease">The lease.</param>
    /// <param name="plan">How the compiler is run; null where the client works in process.</param>
    internal static CompileReply Lease(JobLease lease, CompilePlan? plan) => new()
    {
        Lease = plan is null
            ? new Lease { Id = lease.Id, InProcessReason = 1 }
            : new Lease
            {
                Id = lease.Id,
                IncludeSource = (uint)plan.Includes,
                ListAssembled = plan.ListsAssembled,
                AddColours = plan.AddsColours,
                Key = Digest(plan.Key),
                Toolchain = Toolchain(plan.Toolchain),
            },
    };

    internal static Bytes Digest(Digest digest)
    {
        byte[] bytes = new byte[Larder.Storage.Digest.Size];
        digest.CopyTo(bytes);
        return Google.Protobuf.UnsafeByteOperations.UnsafeWrap(bytes);
    }

    internal static FinishedCompile Finished(CompleteRequest request, Counter reason) => new()
    {
        Exit = new ChildExit(request.ExitStatus, request.Signal),
        Output = request.StandardOutput.ToByteArray(),
        Diagnostics = request.StandardError.ToByteArray(),
        Headers = [.. request.Headers.Select(static header => header.ToByteArray())],
        Assembled = request.Assembled.ToByteArray(),
        IsCertain = true,
        FailedForOurWords = reason == Counter.FallbackExecuted,
        Clock = RacyClock.At(request.Started, request.Tick, request.SteadyStarted),
        Duration = Math.Max(request.Duration, 0),
    };

    private static Messages.Toolchain Toolchain(Caching.Toolchains.Toolchain toolchain)
    {
        Messages.Toolchain message = new()
        {
            Family = (uint)toolchain.Family,
            Identity = Digest(toolchain.Identity),
            AssemblerIsGnu = toolchain.AssemblerIsGnu,
        };
        foreach (byte[] directory in toolchain.QuoteDirectories)
            message.QuoteDirectories.Add(Bytes.CopyFrom(directory));
        foreach (byte[] directory in toolchain.AngleDirectories)
            message.AngleDirectories.Add(Bytes.CopyFrom(directory));
        return message;
    }
}
