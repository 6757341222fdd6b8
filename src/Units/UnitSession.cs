using Larder.Posix;
using Larder.Units.Artifacts;
using Larder.Units.Declaration;
using Larder.Units.Garbage;
using Larder.Units.Graph;
using Larder.Units.Layout;
using Larder.Units.Sources;

namespace Larder.Units;

/// <summary>A repository's units, opened for one command.</summary>
internal sealed class UnitSession : IDisposable
{
    private readonly RepositoryLock? _lock;

    private readonly string _cacheDirectory;
    private readonly Action<string> _tell;

    private UnitSession(
        Repository repository, UnitDirectories directories, string cacheDirectory, RepositoryLock? held, ProcessEnvironment environment, Action<string> tell)
    {
        (_cacheDirectory, _tell) = (cacheDirectory, tell);
        (Repository, Directories, _lock, Environment) = (repository, directories, held, environment);
        Trees = new SourceTrees(directories);
        Artifacts = new ArtifactStore(directories);
        if (held is not null)
            Artifacts.Recover();
    }

    internal Repository Repository { get; }

    internal UnitDirectories Directories { get; }

    /// <summary>The caller's environment: Nix's programs run with it.</summary>
    internal ProcessEnvironment Environment { get; }

    internal SourceTrees Trees { get; }

    internal ArtifactStore Artifacts { get; }

    /// <summary>What replays inherit while they run; not open where nothing is to be changed.</summary>
    internal FileDescriptor LockFile => _lock?.File ?? FileDescriptor.None;

    /// <summary>Finds the repository above a directory.</summary>
    /// <param name="directory">Where to begin: absolute.</param>
    /// <param name="cacheDirectory">larder's cache directory.</param>
    /// <param name="environment">The caller's environment.</param>
    /// <param name="changes">Something is to be built or removed: nobody else does so meanwhile.</param>
    /// <param name="tell">Told, in a sentence, what takes so long that somebody will wonder: a wait, an evaluation, what Nix builds or fetches.</param>
    /// <exception cref="UnitFault">There is none.</exception>
    internal static UnitSession Open(string directory, string cacheDirectory, ProcessEnvironment environment, bool changes, Action<string> tell)
    {
        Repository repository = RepositoryFinder.Find(directory)
            ?? throw new UnitFault($"neither {directory} nor a directory above it has a units.nix; \"larder help unit\" says how one is written");
        UnitDirectories directories = new(repository.Root, cacheDirectory);
        RepositoryLock? held = changes ? RepositoryLock.Take(
            directories, holder => tell($"waiting for another build of these units{(holder > 0 ? $" (process {holder})" : "")}")) : null;
        try
        {
            return new UnitSession(repository, directories, cacheDirectory, held, environment, tell);
        }
        catch
        {
            held?.Dispose();
            throw;
        }
    }

    /// <summary>All units that are declared.</summary>
    internal UnitDeclaration[] Declarations() => Evaluator.Evaluate(Repository, Directories, Environment, () => _tell($"Nix evaluates {Repository.File}"));

    /// <summary>Sees to it that what a graph takes from the store is there.</summary>
    internal void Realise(UnitGraph graph, Action<string> tell) =>
        BoundaryInputs.Realise(graph, Directories, Environment, count => tell($"Nix builds or fetches what the units take from the store, where it isn't there ({count} derivations and sources)"));

    /// <summary>The graph of some units and all that they need; of all where none is named.</summary>
    internal UnitGraph Graph(IReadOnlyList<string> wanted) => GraphBuilder.Build(Declarations(), wanted, Directories);

    /// <summary>What collects the garbage of units.</summary>
    internal UnitGarbage Garbage() => new(_cacheDirectory, TimeProvider.System);

    public void Dispose()
    {
        Trees.Save();
        _lock?.Dispose();
    }
}
