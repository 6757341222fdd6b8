using Larder.Posix;
using Larder.Storage;
using Larder.Units.Artifacts;
using Larder.Units.Declaration;
using Larder.Units.Files;
using Larder.Units.Graph;
using Larder.Units.Layout;
using Larder.Units.Scheduling;
using Larder.Units.Sources;

namespace Larder.Units.UpToDate;

/// <summary>
/// A build that had nothing to do, with everything that it would look at again to find that out: the evaluation's inputs, all sources, all views. What larder itself
/// has written is held here, and read again only where somebody has held the repository's lock since.
/// </summary>
/// <remarks>Nothing that was built is touched, no program is run. One question at a time.</remarks>
internal sealed class KnownBuild
{
    private readonly Repository _repository;
    private readonly UnitDirectories _directories;
    private readonly byte[] _turn;
    private readonly SourceTrees _trees;
    private readonly KnownNode[] _nodes;
    private readonly string?[] _places;
    private readonly object _gate = new();
    private EvaluationRecord _evaluation;

    private KnownBuild(Repository repository, UnitDirectories directories, byte[] turn, EvaluationRecord evaluation, UnitGraph graph, SourceTrees trees, KnownNode[] nodes, UpToDateQuestion question)
    {
        (_repository, _directories, _turn, _evaluation, _trees, _nodes) = (repository, directories, turn, evaluation, trees, nodes);
        Graph = graph;
        _places = Places(question);
    }

    /// <summary>What is up to date.</summary>
    internal UnitGraph Graph { get; }

    /// <summary>Looks at everything. Null: something is to be built, or somebody builds, or Nix would have to be asked.</summary>
    /// <exception cref="UnitFault">Something can't be read.</exception>
    internal static KnownBuild? Find(Repository repository, UnitDirectories directories, UpToDateQuestion question)
    {
        // A turn that is over: nobody changes anything before another one begins.
        if (RepositoryLock.LastTurn(directories) is not { } turn || !RepositoryLock.IsFree(directories))
            return null;
        if (Evaluator.Kept(repository, directories, Surroundings(repository, question)) is not { } evaluation)
            return null;
        UnitGraph graph = GraphBuilder.Build(evaluation.Units, question.Wanted, directories, question.Directory);
        SourceTrees trees = new(directories);
        KnownNode[] nodes = new KnownNode[graph.Nodes.Length];
        ParallelWork.Each(Enumerable.Range(0, nodes.Length).ToArray(), i =>
        {
            UnitNode node = graph.Nodes[i];
            string views = directories.Views(node.Name);
            nodes[i] = new KnownNode(node, OwnDigest(trees, node), views, ViewRecord.Read(views));
        });
        KnownBuild known = new(repository, directories, turn, evaluation, graph, trees, nodes, question);
        return known.HasItsArtifacts() && Array.TrueForAll(nodes, static node => node.ViewHolds()) && known.IsSameTurn() ? known : null;
    }

    /// <summary>Whether all of it is as it was. One who asks while another does waits for him.</summary>
    internal bool Holds(UpToDateQuestion question)
    {
        lock (_gate)
        {
            if (!IsSameTurn() || !Places(question).AsSpan().SequenceEqual(_places) || Surroundings(_repository, question).Digest != _evaluation.Surroundings || _evaluation.Confirm() is not { } evaluation)
                return false;
            _evaluation = evaluation;
            _trees.LookAgain();
            bool holds = true;
            ParallelWork.Each(_nodes, node =>
            {
                if (Volatile.Read(ref holds) && (!node.ViewHolds() || OwnDigest(_trees, node.Node) != node.Own))
                    Volatile.Write(ref holds, false);
            });
            return holds && IsSameTurn();
        }
    }

    /// <summary>Where words that may be directories lead.</summary>
    private static string?[] Places(UpToDateQuestion question) =>
        [.. question.Wanted.Select(word => PlainFiles.Real(word.StartsWith('/') ? word : $"{question.Directory}/{word}"))];

    private static NixSurroundings Surroundings(Repository repository, UpToDateQuestion question) =>
        new(question.Environment, RepositorySettings.Read(repository.Root).Variables);

    private static Digest OwnDigest(SourceTrees trees, UnitNode node) => node.Source is null ? default : trees.Scan(node.Source, node.Options.Ignored).Digest;

    private bool IsSameTurn() => RepositoryLock.LastTurn(_directories) is { } now && now.AsSpan().SequenceEqual(_turn);

    /// <summary>Each view shows the artifact of the key that its node has now.</summary>
    private bool HasItsArtifacts()
    {
        Dictionary<string, Artifact> made = new(StringComparer.Ordinal);
        Runners runners = new(_directories);
        CrateHabits habits = new(_directories);
        foreach (KnownNode known in _nodes)
        {
            if (known.View is not { IsWhole: true } view)
                return false;
            DependencyView[] seen = VisibleDependencies.Of(known.Node, name => made.GetValueOrDefault(name), runners.Contains(known.Node.Name), habits.LinkedBy(known.Node));
            if (view.Artifact.Key != NodeKey.Of(known.Node, known.Own, seen).Digest)
                return false;
            made[known.Node.Name] = view.Artifact;
        }

        return true;
    }
}
