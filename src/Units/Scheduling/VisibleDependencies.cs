using Larder.Storage;
using Larder.Units.Artifacts;
using Larder.Units.Graph;

namespace Larder.Units.Scheduling;

/// <summary>
/// What a node can see of the others while it is built: its dependencies, and what is named in the files of what it sees (a propagated input, a
/// pkg-config file's requirement, a library's search path). Nothing else can reach it, for nothing tells it where that is.
/// </summary>
/// <remarks>
/// A dependency without programs counts with its interface, and so does what its texts name; what only its libraries name counts with what a linker sees.
/// One with programs may be run while the node is built: then all that it names, and what that names, counts with all its content. So do all dependencies of a node
/// that runs what it has linked to them, in checks or to build itself.
/// Of a Rust library a crate that links nothing sees the metadata; what the library's texts name counts with all its content.
/// </remarks>
internal static class VisibleDependencies
{
    /// <summary>The views, sorted by name.</summary>
    /// <param name="node">The node.</param>
    /// <param name="artifactOf">What each node below it has come to.</param>
    /// <param name="runsOwnPrograms">Its last build ran programs that it had linked (<see cref="Replay.State.OwnPrograms"/>).</param>
    /// <param name="linked">Of a crate: the units whose code it links, or looks at for another reason (<see cref="CrateHabits"/>). Null: all.</param>
    internal static DependencyView[] Of(UnitNode node, Func<string, Artifact?> artifactOf, bool runsOwnPrograms, IReadOnlySet<string>? linked)
    {
        bool runs = runsOwnPrograms || node.Options.RunsChecks || node.Kind is NodeKind.Plain or NodeKind.Between or NodeKind.Rust;
        Dictionary<string, DependencyUse> uses = new(StringComparer.Ordinal);
        Stack<(string Name, DependencyUse Use)> open = new();
        foreach (UnitNode dependency in node.Dependencies)
            open.Push((dependency.Name, FirstUse(node, dependency, runs, linked)));
        while (open.TryPop(out (string Name, DependencyUse Use) next))
        {
            if (artifactOf(next.Name) is not { } artifact)
                continue;
            DependencyUse use = UseOf(artifact, next.Use);
            if (uses.TryGetValue(next.Name, out DependencyUse known) && Covers(known, use))
                continue;
            uses[next.Name] = use;
            foreach (ArtifactReference reference in artifact.References)
                open.Push((reference.Unit, BehindOf(use, reference)));
        }

        // A node whose outputs name the node itself (its dependency's dependent) can't be: the graph has no cycles.
        return
        [
            .. uses.Where(used => used.Key != node.Name).OrderBy(used => used.Key, StringComparer.Ordinal)
                .Select(used => new DependencyView(used.Key, used.Value, SideOf(artifactOf(used.Key)!, used.Value))),
        ];
    }

    private static DependencyUse FirstUse(UnitNode node, UnitNode dependency, bool runs, IReadOnlySet<string>? linked)
    {
        if (!runs)
            return dependency.Options.CutsByContent ? DependencyUse.Content : DependencyUse.Interface;
        bool links = node.Kind != NodeKind.Rust || node.Options.RunsChecks || dependency.Options.CutsByContent || linked?.Contains(dependency.Name) != false;
        return links ? DependencyUse.Content : DependencyUse.Metadata;
    }

    private static DependencyUse UseOf(Artifact artifact, DependencyUse wanted) => wanted switch
    {
        DependencyUse.Interface when artifact.HasPrograms => DependencyUse.Content,
        DependencyUse.Metadata when !artifact.HasMetadata => DependencyUse.Content,
        _ => wanted,
    };

    private static DependencyUse BehindOf(DependencyUse use, ArtifactReference reference) => use switch
    {
        DependencyUse.Interface when !reference.IsInText => DependencyUse.Link,
        DependencyUse.Metadata => DependencyUse.Content,
        _ => use,
    };

    /// <summary>Metadata and interfaces never meet: a crate sees no interfaces.</summary>
    private static bool Covers(DependencyUse known, DependencyUse use) => known == use || known == DependencyUse.Content || use == DependencyUse.Link;

    private static Digest SideOf(Artifact artifact, DependencyUse use) => use switch
    {
        DependencyUse.Link => artifact.Link,
        DependencyUse.Interface => artifact.Interface,
        DependencyUse.Metadata => artifact.Metadata,
        _ => artifact.Content,
    };
}
