using Larder.Caching;
using Larder.Caching.Results;
using Larder.Caching.Running;
using Larder.Caching.Settings;
using Larder.Compilers;
using Larder.Posix;
using Larder.Protocol.Endpoints;
using Larder.Protocol.Messages;
using Larder.Protocol.Wire;
using Larder.Storage;
using Toolchain = Larder.Caching.Toolchains.Toolchain;

namespace Larder.Client;

/// <summary>
/// Serves a compile through the daemon: one request, answered by a hit whose outputs stand already, or by a lease under which the
/// compiler runs here, as our child. A daemon that may not or can't do that for us (another user's; other mounts) still gives and takes
/// entries, behind our own store. Any trouble before the answer leaves the request to be served in process.
/// </summary>
internal sealed class ThroughDaemon(Invocation invocation, CompileCache cache, LocalStore store, SignalRelay signals)
{
    /// <summary>How long the shim waits for a lease before it compiles without one, in milliseconds.</summary>
    private const int Patience = 120_000;

    /// <summary>How long the daemon may take to answer beyond that, in milliseconds.</summary>
    private const int AnswerLimit = 10_000;

    /// <summary>How long the daemon may take to take over what was captured, in milliseconds.</summary>
    private const int CompleteLimit = 10_000;

    /// <summary>How long the end of a hit waits for a daemon to hear of it, in milliseconds; only where somebody watches.</summary>
    private const int ReportLimit = 200;

    private readonly TimeSpec _begun = Clock.Monotonic;
    private DaemonStarter _starter;

    /// <summary>The source before the daemon was asked.</summary>
    private FileStatus _source;
    private CacheOutcome? _servedHere;

    /// <summary>The daemon counts the request, and has told those who watch.</summary>
    private bool _isAnswered;
    private DaemonExchange? _exchange;

    /// <summary>The daemon ends this request, and writes its line of the log: only then is known what became of it.</summary>
    internal bool IsEndedThere { get; private set; }

    /// <summary>A daemon has heard of this request: time may have passed since it was looked up here.</summary>
    internal bool IsAsked { get; private set; }

    /// <summary>Null where the request is still to be served in process: nothing has happened.</summary>
    internal CacheOutcome? TryServe()
    {
        Endpoint endpoint = FindEndpoint();
        ConnectState state = Connect(endpoint, out DaemonConnection? connection);
        if (state == ConnectState.NotThere && invocation.Settings.AutoStart)
            _starter = DaemonStarter.TryStart(endpoint, EnvironmentOfDaemon());
        if (state != ConnectState.Connected)
            return null;
        IsAsked = true;
        try
        {
            return TryServe(connection!);
        }
        finally
        {
            if (_exchange is null)
                connection!.Dispose();
        }
    }

    /// <summary>Clears up behind a daemon that this compile started for the next ones.</summary>
    internal void Finish() => _starter.Finish();

    /// <summary>The request has ended. Where that was in process, whoever watches the daemon is to see it all the same.</summary>
    internal void Ended(CacheOutcome outcome)
    {
        if (!_isAnswered && !IsEndedThere && outcome.Reason != Counter.None)
            _servedHere = outcome;
    }

    /// <summary>
    /// What others want of this compile, once the caller has all of its outputs: entries, where they were exchanged, or the news of it.
    /// </summary>
    internal void AfterDelivery()
    {
        _exchange?.SendOffers();
        Tell();
    }

    /// <summary>The news alone: the bare compiler runs next.</summary>
    internal void Tell()
    {
        if (_servedHere is { } outcome)
            Report(outcome);
    }

    /// <summary>A statx where nobody watches. Nothing is said of what goes wrong: it is not the build's matter.</summary>
    private void Report(CacheOutcome outcome)
    {
        Endpoint endpoint = FindEndpoint();
        if (endpoint.State != EndpointState.Usable || FileSystem.LinkStat(endpoint.WatchMark, out _) != Errno.None)
            return;
        if (Connect(endpoint, out DaemonConnection? connection) != ConnectState.Connected)
            return;
        using (connection)
        {
            byte[] key = new byte[Digest.Size];
            outcome.Key.CopyTo(key);
            ProtobufWriter writer = new();
            new ReportRequest
            {
                BuildId = BuildIdentity.Id.ToArray(),
                Session = invocation.Session,
                Compiler = invocation.Compiler,
                Source = cache.Source,
                WorkingDirectory = FileSystem.WorkingDirectory() ?? [],
                Reason = (uint)outcome.Reason,
                Detail = outcome.Detail ?? [],
                Key = key,
                Duration = Clock.Monotonic.TotalNanoseconds - _begun.TotalNanoseconds,
                Saved = outcome.Saved,
                SessionName = invocation.SessionName,
            }.WriteTo(writer);
            connection!.Call(DaemonMethods.Report, writer.Written, UnixSocketDeadline.In(ReportLimit));
        }
    }

    private Endpoint FindEndpoint() => Endpoint.Find(new EndpointRequest
    {
        CacheDirectory = invocation.Settings.Directory,
        RuntimeDirectory = invocation.Environment.Get("XDG_RUNTIME_DIR"u8),
        ChosenSocket = invocation.Settings.Socket,
    });

    private CacheOutcome? TryServe(DaemonConnection connection)
    {
        if (TryAsk() is not { } request)
            return null;
        ProtobufWriter writer = new();
        request.WriteTo(writer);
        CallOutcome called = connection.Call(DaemonMethods.Compile, writer.Written, UnixSocketDeadline.In(Patience + AnswerLimit));
        if (called is { State: CallState.Status, Code: GrpcStatusCode.PermissionDenied })
            return ExchangeOver(connection);
        return called.State == CallState.Reply && CompileReply.Read(called.Reply) is { } answer ? Follow(connection, answer) : null;
    }

    /// <summary>Our own build's daemon, or the one that a service manager starts.</summary>
    private static ConnectState Connect(Endpoint endpoint, out DaemonConnection? connection)
    {
        connection = null;
        if (endpoint.State != EndpointState.Usable)
            return endpoint.State == EndpointState.Absent ? ConnectState.NotThere : ConnectState.Failed;
        ConnectState state = DaemonConnection.Connect(endpoint.Socket, endpoint.OwnerId, out connection, out _);
        if (state != ConnectState.NotThere || endpoint.ActivationSocket is not { Length: > 0 } activation)
            return state;
        return DaemonConnection.Connect(activation, endpoint.OwnerId, out connection, out _);
    }

    /// <summary>A launcher's settings count for its daemon too, and for that alone: the compiler gets the environment as it came.</summary>
    private ProcessEnvironment EnvironmentOfDaemon() => invocation.Settings.EnvironmentOfDaemon(invocation.Environment);

    private CompileRequest? TryAsk()
    {
        if (FileSystem.WorkingDirectory() is not { } directory || FileSystem.Stat("."u8, out FileStatus here) != Errno.None)
            return null;
        (ulong space, ulong rootDevice, ulong rootInode) = PathWorld.OfThisProcess();
        FileSystem.Stat(cache.Compilation.Source, out _source);
        return new CompileRequest
        {
            BuildId = BuildIdentity.Id.ToArray(),
            Compiler = invocation.Compiler,
            Arguments = invocation.Arguments,
            WorkingDirectory = directory,
            WorkingDirectoryDevice = here.Device,
            WorkingDirectoryInode = here.Inode,
            Umask = User.Umask,
            Environment = KeyedEnvironment.Decisive(EnvironmentOfDaemon()).ToArray(),
            ErrorIsTerminal = invocation.ErrorIsTerminal,
            MountNamespace = space,
            RootDevice = rootDevice,
            RootInode = rootInode,
            Session = invocation.Session,
            Patience = Patience,
            SourceSize = (ulong)_source.Size,
            Id = invocation.Settings.Log.Length > 0 ? invocation.Id : [],
        };
    }

    private CacheOutcome? Follow(DaemonConnection connection, CompileReply answer)
    {
        _isAnswered = answer.Hit is not null || answer.Bare is not null;
        if (answer.Hit is { } hit)
        {
            return hit.ExitStatus == 0
                ? CacheOutcome.Hit((Counter)hit.Reason, hit.StandardOutput, hit.StandardError)
                : CacheOutcome.FailedHit(new ChildExit(hit.ExitStatus, 0), hit.StandardOutput, hit.StandardError);
        }

        if (answer.Bare is { } bare)
            return CacheOutcome.RunCompiler((Counter)bare.Reason, bare.Detail.IsEmpty ? null : bare.Detail.ToArray());
        if (answer.InProcess is { Reason: WorkInProcessReason.OtherNamespace })
            return ExchangeOver(connection);
        if (answer.Lease is not { } lease)
            return null;
        if (lease is { InProcessReason: 0, Key.Length: Digest.Size, Toolchain: { Identity.Length: Digest.Size } toolchain })
            return CompileUnder(connection, lease, toolchain);
        CacheOutcome outcome = cache.Run(signals);
        Complete(connection, new CompleteRequest
        {
            Lease = lease.Id,
            InProcess = true,
            ExitStatus = outcome.Exit.Status,
            Signal = outcome.Exit.Signal,
        });
        return outcome;
    }

    private CacheOutcome ExchangeOver(DaemonConnection connection)
    {
        _exchange = new DaemonExchange(connection, store, invocation.Settings.Stats);
        store.Exchange = _exchange;
        return cache.Run(signals);
    }

    private CacheOutcome? CompileUnder(DaemonConnection connection, Lease lease, Protocol.Messages.Toolchain toolchain)
    {
        CompilePlan plan = new()
        {
            Includes = (IncludeSource)lease.IncludeSource,
            ListsAssembled = lease.ListAssembled,
            AddsColours = lease.AddColours,
            Key = Digest.FromBytes(lease.Key.Span),
            Toolchain = new Toolchain
            {
                Family = (CompilerFamily)toolchain.Family,
                Identity = Digest.FromBytes(toolchain.Identity.Span),
                QuoteDirectories = toolchain.QuoteDirectories,
                AngleDirectories = toolchain.AngleDirectories,
                AssemblerIsGnu = toolchain.AssemblerIsGnu,
            },
        };
        if (plan.Toolchain.Family != cache.Compilation.Family && cache.TryParseAs(plan.Toolchain.Family) is not null)
            return null;
        FinishedCompile? finished = FinishedCompile.Run(invocation, cache.Compilation, plan, signals);
        if (finished is null || finished.FailedForOurWords)
        {
            _isAnswered = Complete(connection, new CompleteRequest { Lease = lease.Id, Reason = (uint)Counter.FallbackExecuted });
            return CacheOutcome.RunCompiler(Counter.FallbackExecuted);
        }

        Counter reason = finished.Fault is not null ? Counter.InternalError
            : !finished.IsCertain ? Counter.AmbiguousHeaderTrace
            : Counter.None;
        List<CapturedFile>? files = cache.WantsOutputs(finished) ? ResultCapture.TakeFiles(cache.Compilation, finished, out reason) : null;
        if (files is null && !finished.Exit.Succeeded)
            reason = Counter.CompileFailed;
        IsEndedThere = Complete(connection, Report(lease, finished, files, reason));
        CacheOutcome outcome = CacheOutcome.Compiled(
            finished.Exit.Succeeded ? Counter.Miss : Counter.CompileFailed, finished.Fault, finished.Exit, finished.Output, finished.Diagnostics);
        if (IsEndedThere)
            return outcome;
        CacheOutcome stored = StoreHere(plan, finished, files, reason);
        return CacheOutcome.Compiled(stored.Reason, stored.Detail, finished.Exit, finished.Output, finished.Diagnostics);
    }

    private CompleteRequest Report(Lease lease, FinishedCompile finished, List<CapturedFile>? files, Counter reason) => new()
    {
        Lease = lease.Id,
        ExitStatus = finished.Exit.Status,
        Signal = finished.Exit.Signal,
        Reason = (uint)reason,
        Detail = finished.Fault ?? [],
        Started = finished.Clock.Started,
        Tick = finished.Clock.Tick,
        SteadyStarted = finished.Clock.SteadyStarted,
        Outputs = files is null ? [] : files.ConvertAll(Announce).ToArray(),
        StandardOutput = finished.Output,
        StandardError = finished.Diagnostics,
        Headers = finished.Headers,
        Assembled = finished.Assembled,
        Duration = finished.Duration,
        BuildText = invocation.BuildText,
    };

    private static CapturedOutput Announce(CapturedFile file)
    {
        file.File.Stat(out FileStatus status);
        return new CapturedOutput
        {
            Kind = (uint)file.Kind,
            Descriptor = file.File.Value,
            Size = (ulong)file.Size,
            Inode = status.Inode,
        };
    }

    /// <summary>False where the daemon didn't take it: it is gone, doesn't know the lease any more, or may not do what is needed.</summary>
    private static bool Complete(DaemonConnection connection, CompleteRequest request)
    {
        ProtobufWriter writer = new();
        request.WriteTo(writer);
        CallOutcome called = connection.Call(DaemonMethods.Complete, writer.Written, UnixSocketDeadline.In(CompleteLimit));
        return called.State == CallState.Reply && CompleteReply.Read(called.Reply) is { FinishInProcess: false };
    }

    /// <summary>
    /// The daemon can't, or is gone with all that it knew of this request: what was made is stored, and counted, from here. The look-up comes
    /// after the compile, so it tells what was compiled only where it leads to the key that the daemon had found before: that one holds the
    /// digests of the source and of the compiler.
    /// </summary>
    private CacheOutcome StoreHere(CompilePlan plan, FinishedCompile finished, List<CapturedFile>? files, Counter reason)
    {
        try
        {
            LookUpOutcome found = cache.LookUpAfterCompile(in _source);
            ResultBuilder? captured = files is null ? null : ResultCapture.Read(files, finished.Output, finished.Diagnostics);
            if (found.Plan is { } now && (now.Key != plan.Key || !_source.IsRegular))
                (captured, reason) = (null, Counter.ModifiedInput);
            CacheOutcome outcome = found.Plan is null
                ? found.Outcome!
                : cache.Judge(finished, captured is not null, reason).Publish(captured);
            cache.Count(outcome);
            cache.Dispose();
            return outcome;
        }
        catch (Exception fault)
        {
            // The compiler has run, and must not run again.
            return CacheOutcome.RunCompiler(Counter.InternalError, System.Text.Encoding.UTF8.GetBytes(fault.ToString()));
        }
    }
}
