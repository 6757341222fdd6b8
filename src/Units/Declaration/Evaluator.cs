using Larder.Posix;
using Larder.Units.Layout;

namespace Larder.Units.Declaration;

/// <summary>Says what units a repository declares: by Nix, or from what was kept of that where nothing that it depended on has changed.</summary>
/// <remarks>
/// An evaluation depends on the files that Nix says it evaluated, on those that expressions commonly read beside them (<see cref="InputGlob"/>), on files and directories
/// that were copied into the store for another purpose than to be a unit's source, on what larder.toml names, on nix.conf, on <see cref="NixSurroundings"/>,
/// and on the store paths being there. What none of these covers (builtins.readFile of "data/x.txt", builtins.path, a channel fetched without a hash) has to be named in larder.toml.
/// </remarks>
internal static class Evaluator
{
    // Somebody who writes to these files all the time gets what Nix said last, and nothing is kept of it.
    private const int MostAttempts = 3;

    /// <summary>All units, in the order of their names.</summary>
    /// <param name="repository">Whose.</param>
    /// <param name="directories">Where it is kept.</param>
    /// <param name="environment">The caller's.</param>
    /// <param name="running">Called where Nix has to run.</param>
    /// <exception cref="UnitFault">Nix refuses (with all that it says), or something is declared that can't be a unit.</exception>
    internal static UnitDeclaration[] Evaluate(Repository repository, UnitDirectories directories, ProcessEnvironment environment, Action? running = null)
    {
        RepositorySettings settings = RepositorySettings.Read(repository.Root);
        NixSurroundings surroundings = new(environment, settings.Variables);
        if (KeptAnyhow(repository, directories, surroundings) is { } kept && kept.Confirm() is { } confirmed)
        {
            if (!ReferenceEquals(kept, confirmed))
                EvaluationFile.Save(directories, confirmed);
            return confirmed.Units;
        }

        running?.Invoke();
        ShippedExpressions.Write(directories);
        for (int attempt = 1; ; attempt++)
        {
            TimeSpec start = Clock.FileTime;
            NixEvaluation evaluation = NixEvaluation.Run(repository, directories, surroundings);
            EvaluationRecord? record = evaluation.Record(settings);
            bool isKnown = record != null && !record.MayHaveChangedSince(start);
            if (isKnown)
                EvaluationFile.Save(directories, record!);
            if (isKnown || record == null || attempt == MostAttempts)
                return evaluation.Units;
        }
    }

    /// <summary>What was kept, where it still holds. Nothing is written, and Nix is not asked.</summary>
    internal static EvaluationRecord? Kept(Repository repository, UnitDirectories directories, NixSurroundings surroundings) =>
        KeptAnyhow(repository, directories, surroundings)?.Confirm();

    private static EvaluationRecord? KeptAnyhow(Repository repository, UnitDirectories directories, NixSurroundings surroundings) =>
        EvaluationFile.Load(directories) is { } kept && kept.File == repository.File && kept.Surroundings == surroundings.Digest ? kept : null;
}
