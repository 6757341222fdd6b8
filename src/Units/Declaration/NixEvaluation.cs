using Larder.Units.Derivations;
using Larder.Units.Files;
using Larder.Units.Layout;
using Larder.Units.Running;

namespace Larder.Units.Declaration;

/// <summary>One run of Nix over a repository's units.nix, and what it read for that.</summary>
internal sealed class NixEvaluation
{
    private readonly Repository _repository;
    private readonly UnitDirectories _directories;
    private readonly NixSurroundings _surroundings;
    private readonly EvaluationLog _log;
    private readonly EvaluationResult _result;

    private NixEvaluation(Repository repository, UnitDirectories directories, NixSurroundings surroundings, EvaluationLog log, EvaluationResult result)
    {
        _repository = repository;
        _directories = directories;
        _surroundings = surroundings;
        _log = log;
        _result = result;
    }

    internal UnitDeclaration[] Units => _result.Units;

    /// <summary>Evaluates; derivations are written into the store.</summary>
    /// <exception cref="UnitFault">Nix refuses, or what it gives declares no units.</exception>
    internal static NixEvaluation Run(Repository repository, UnitDirectories directories, NixSurroundings surroundings)
    {
        // "-vv" says what is evaluated, and what is copied into the store. One that says less than others do (Lix) is asked for all that it can say.
        NixEvaluation evaluation = Run("-vv", repository, directories, surroundings);
        return evaluation.IsTold ? evaluation : Run("-vvv", repository, directories, surroundings);
    }

    /// <summary>Nix said what it evaluated: the file itself must be among it.</summary>
    private bool IsTold => _log.Evaluated.Contains(_repository.File) || _log.Evaluated.Contains(PlainFiles.Real(_repository.File) ?? "");

    private static NixEvaluation Run(string verbosity, Repository repository, UnitDirectories directories, NixSurroundings surroundings)
    {
        ProgramRun run = ProgramRun.Run(
            surroundings.Environment, surroundings.Program, "--eval", "--strict", "--json", "--read-write-mode", verbosity,
            "-I", "larder=" + ShippedExpressions.Directory(directories),
            ShippedExpressions.EvaluationFile(directories), "--argstr", "file", repository.File, "--argstr", "library", ShippedExpressions.LibraryFile(directories));
        EvaluationLog log = new(run.Error);
        return run.Succeeded
            ? new NixEvaluation(repository, directories, surroundings, log, EvaluationResult.Read(run.Output, repository))
            : throw new UnitFault($"Nix can't evaluate {repository.File} (status {run.Status}):\n{log.Message}");
    }

    /// <summary>The result with all that it depends on; null: that is not known, so nothing can be kept.</summary>
    internal EvaluationRecord? Record(RepositorySettings settings)
    {
        // A version that words it otherwise than all that are known.
        if (!IsTold)
            return null;

        string store = StorePath.Store(Units[0].DerivationPath) ?? throw new UnitFault($"Nix gave {Units[0].DerivationPath} for a derivation, which is no store path");
        InputDirectory storeDirectory = InputDirectory.Of(store);
        SortedSet<string> present = new(Units.Select(unit => unit.DerivationPath), StringComparer.Ordinal);
        SortedSet<string> files = new([_repository.File, _repository.Root + "/larder.toml", .. _surroundings.SettingsFiles(), .. _result.Manifests], StringComparer.Ordinal);
        SortedSet<string> beside = new([_repository.Root], StringComparer.Ordinal);
        foreach (string evaluated in _log.Evaluated.Where(file => !PlainFiles.IsWithin(file, _directories.Root)))
        {
            string? file = evaluated;
            string? root = StorePath.Root(evaluated, store);
            if (root != null)
                present.Add(root);
            if (root != null || !file.StartsWith('/'))
                file = Original(root == null ? file[(file.IndexOf('»', StringComparison.Ordinal) + 1)..] : file[root.Length..]);
            if (file == null)
                continue;
            files.Add(file);
            if (PlainFiles.IsWithin(file, _repository.Root))
                beside.Add(file[..file.LastIndexOf('/')]);
        }

        List<InputGlob> globs = [.. beside.Select(InputGlob.Common),
            .. settings.Inputs.Select(pattern => new InputGlob(_repository.Root, pattern))];
        _ = GlobWalk.Over(globs);
        globs.AddRange(Copied(store, files));
        InputDirectory[] directories;
        GlobWalk walk;
        try
        {
            // Statuses first, then what is in them.
            directories = [.. GlobWalk.Over(globs).Directories.Select(InputDirectory.Of)];
            walk = GlobWalk.Over(globs);
        }
        catch (UnitFault)
        {
            // Directories with very many files were copied. Nix knows better than larder whether they have changed.
            return null;
        }

        // Collected meanwhile.
        if (!present.All(path => PlainFiles.Stat(path, out _)))
            return null;
        files.UnionWith(walk.Files);
        return new EvaluationRecord
        {
            File = _repository.File,
            Surroundings = _surroundings.Digest,
            Units = Units,
            Files = [.. files.Select(path => InputFile.Of(path, walk.Finds(path)))],
            Globs = [.. globs],
            Directories = directories,
            Store = storeDirectory,
            StorePaths = [.. present],
            Sources = [.. Units.Select(unit => unit.Source).Except(walk.Directories, StringComparer.Ordinal)],
            Links = [.. _surroundings.SearchPath().Concat(_result.SourcePaths).Distinct(StringComparer.Ordinal).Select(path => new InputLink(path, PlainFiles.Real(path) ?? ""))],
        };
    }

    /// <summary>
    /// The repository's file that a path in some copy may be the copy of; null: there is none. "builtins.getFlake" has the repository copied first, and evaluates what is in the copy.
    /// A file that is only called the same counts then too, which does no harm.
    /// </summary>
    private string? Original(string path) => path.StartsWith('/') && PlainFiles.IsFile(_repository.Root + path) ? _repository.Root + path : null;

    /// <summary>What was copied into the store for another purpose than to be a unit's source: files are added, for directories there are globs.</summary>
    private List<InputGlob> Copied(string store, SortedSet<string> files)
    {
        (string Path, string StorePath)[] copied = [.. _log.Sources.Where(source => StorePath.Root(source.Path, store) == null)];
        HashSet<string> replaced = copied.Length > 0 ? ReplacedOnly() : new HashSet<string>(StringComparer.Ordinal);
        List<InputGlob> globs = [];
        foreach ((string path, string storePath) in copied)
        {
            if (replaced.Contains(storePath))
                continue;
            if (PlainFiles.IsDirectory(path))
                globs.Add(new InputGlob(path, "**"));
            else
                files.Add(path);
        }

        return globs;
    }

    /// <summary>Store paths for which live directories stand wherever they are used. One that is also an input of a derivation that is no unit is used as it is there.</summary>
    private HashSet<string> ReplacedOnly()
    {
        DerivationClosure closure = new(Units.DistinctBy(unit => unit.DerivationPath, StringComparer.Ordinal)
            .ToDictionary(unit => unit.DerivationPath, unit => unit.Name, StringComparer.Ordinal));
        foreach (UnitDeclaration unit in Units)
            closure.Add(unit.DerivationPath);
        HashSet<string> replaced = new(StringComparer.Ordinal);
        HashSet<string> used = new(StringComparer.Ordinal);
        foreach (Derivation derivation in closure.All)
        {
            string? root = closure.IsUnit(derivation) ? SourceAttribute.ReplacedRoot(derivation) : null;
            if (root != null)
                replaced.Add(root);
            used.UnionWith(derivation.InputSources.Where(path => path != root));
        }

        replaced.ExceptWith(used);
        return replaced;
    }
}
