using Larder.Posix;
using Larder.Units.Graph;
using Larder.Units.Replay.Trees;
using Larder.Units.Running;

namespace Larder.Units.Replay;

/// <summary>Runs the phases of nodes. What it makes stands in their views; before, their outputs are absent and the directories above are there.</summary>
/// <param name="callers">The environment of who asked: only bash is looked for there, nothing of it reaches a build.</param>
/// <param name="held">An open file (the lock) that all processes of a replay hold, as long as one of them lives; none: none.</param>
internal sealed class Replayer(ProcessEnvironment callers, FileDescriptor held)
{
    private const string BashName = "bash";

    /// <summary>Runs a node's phases to their end, or to the first that fails.</summary>
    /// <exception cref="UnitFault">The derivation can't be replayed, or a directory of larder's not be written.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was asked for; no process is left. The build directory can be used again.</exception>
    internal ReplayOutcome Run(ReplayRequest request, ReplayLog log, CancellationToken stop) => request.Node.Kind switch
    {
        NodeKind.Between => new WholeBuild(request, Bash(request.Node), held).Run(log, stop),
        NodeKind.Cmake or NodeKind.Meson or NodeKind.Plain or NodeKind.Rust => RunPhases(request, log, stop),
        _ => throw new UnitFault($"{request.Node}: a {request.Node.Kind} node has no phases"),
    };

    private ReplayOutcome RunPhases(ReplayRequest request, ReplayLog log, CancellationToken stop)
    {
        string builder = request.Node.Derivation.Builder;
        if (Path.GetFileName(builder) != BashName)
            throw new UnitFault($"{request.Node}: the builder of {request.Node.Derivation.Path} is {builder}; the phases of a unit are stdenv's, which are run by bash");
        if (string.IsNullOrEmpty(request.Node.Derivation.Attribute("stdenv")))
            throw new UnitFault($"{request.Node}: {request.Node.Derivation.Path} has no attribute stdenv; a unit's phases are those of $stdenv/setup");
        PhaseRun run = new(request, Bash(request.Node), held);
        PhaseResult result = run.Run(log, stop);
        if (!result.MayBeTheDirectorys)
            return result.Outcome;

        // What fails in a directory that stays may be the directory's fault, and a build from nothing would pass.
        log.Note(result.Outcome.Problem ?? "once more, in a fresh build directory");
        run.Wipe();
        foreach (string output in request.Node.Derivation.Outputs.Keys)
            Tree.Remove(request.Directories.View(request.Node.Name, output));
        return run.Run(log, stop).Outcome;
    }

    // A unit's own; of a node that has another builder, the caller's, which only watches.
    private string Bash(UnitNode node) =>
        Path.GetFileName(node.Derivation.Builder) == BashName
            ? node.Derivation.Builder
            : ProgramRun.Find(callers, BashName) ?? throw new UnitFault($"{node}: bash is not on PATH; it watches over the build");
}
