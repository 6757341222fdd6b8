using Larder.Posix;
using Larder.Units.Derivations;
using Larder.Units.Replay.Phases;
using Larder.Units.Replay.Trees;
using Larder.Units.Running;

namespace Larder.Units.Replay;

/// <summary>Runs the builder of a derivation that is no unit, as Nix would: whole, in a new directory.</summary>
/// <param name="request">The node and its surroundings.</param>
/// <param name="bash">The bash that watches over it.</param>
/// <param name="held">What its processes hold.</param>
internal sealed class WholeBuild(ReplayRequest request, string bash, FileDescriptor held)
{
    internal ReplayOutcome Run(ReplayLog log, CancellationToken stop)
    {
        Derivation derivation = request.Node.Derivation;
        PathRewriter places = ReplayPlaces.Of(request, source: null);
        string top = new BuildDirectory(request.Directories.Build(request.Node.Name)).Top;
        Tree.MakeEmpty(top);
        string builder = places.Rewrite(derivation.Builder);
        GuardedProgram program = new()
        {
            Path = builder,
            Arguments = [Path.GetFileName(builder), .. derivation.Arguments.Select(places.Rewrite)],
            Environment = BuilderEnvironment.Prepare(derivation, places, top, request.Cores, request.ExtraEnvironment),
            Directory = top,
            Marks = ReplayPlaces.Marks(request, top),
            Bash = bash,
            Held = held,
        };
        ChildExit exit = program.Run(log, stop);
        Tree.Remove(top);
        if (!exit.Succeeded)
            return new ReplayOutcome(Succeeded: false, exit.Status, FailedPhase: null, $"the builder of {derivation.Name} failed with status {exit.Status}");
        string? problem = ReplayPlaces.MissingOutput(request);
        return new ReplayOutcome(problem == null, exit.Status, FailedPhase: null, problem);
    }
}
