using Larder.Caching;
using Larder.Caching.Settings;
using Larder.Daemon.Messages;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Daemon.Compiles;

/// <summary>A request as the engine has it, from its first look-up to its end, in the client's directory and under its umask.</summary>
internal sealed class PendingCompile : IDisposable
{
    private const int IdLength = 8;

    private readonly CompileRequest _request;
    private readonly byte[] _directory;

    internal PendingCompile(CompileRequest request, ServedCache served)
    {
        _request = request;
        _directory = request.WorkingDirectory.ToByteArray();
        ProcessEnvironment environment = new([.. request.Environment.Select(static word => word.ToByteArray())]);
        Settings = CacheSettings.Load(environment);
        Invocation = new Invocation
        {
            Compiler = request.Compiler.ToByteArray(),
            Arguments = [.. request.Arguments.Select(static word => word.ToByteArray())],
            Environment = environment,
            Settings = Settings,
            ErrorIsTerminal = request.ErrorIsTerminal,
            Id = request.Id.Length == IdLength ? request.Id.ToByteArray() : null,
            Session = request.Session,
        };
        Store = served.Store(Settings, request.Umask);
        Cache = new CompileCache(Invocation, Store, served.Digests.Open);
    }

    internal CacheSettings Settings { get; }

    /// <summary>The store as the request has it.</summary>
    internal LocalStore Store { get; }

    /// <summary>The client's log has the request by its id, so the daemon's is to have it too.</summary>
    internal bool IsLogged => _request.Id.Length == IdLength;

    internal Invocation Invocation { get; }

    /// <summary>The engine; to be used within <see cref="TryRun"/> only.</summary>
    internal CompileCache Cache { get; }

    /// <summary>The client's working directory.</summary>
    internal byte[] Directory => _directory;

    /// <summary>How the look-up ended that this request waits with.</summary>
    internal LookUpOutcome? Found { get; private set; }

    /// <summary>Looks up, and puts a hit's outputs in their places. False where the client's directory isn't there for us.</summary>
    internal bool TryLookUp() => TryRun(() =>
    {
        Found = Cache.LookUp(mayRunPrograms: false);
        return true;
    });

    /// <summary>Does something where the client is.</summary>
    internal bool TryRun(Func<bool> work) => ThreadPlace.Run(
        _directory, _request.WorkingDirectoryDevice, _request.WorkingDirectoryInode, _request.Umask, work, out bool done) && done;

    /// <summary>Does something that needs only the client's umask: what is stored for it has the modes that it would have given it.</summary>
    internal void RunUnderUmask(Action work) => ThreadPlace.RunUnder(_request.Umask, work);

    /// <summary>The request goes on elsewhere, and is counted there.</summary>
    internal void HandOver() => RunUnderUmask(Cache.HandOver);

    /// <inheritdoc/>
    public void Dispose() => Cache.Dispose();
}
