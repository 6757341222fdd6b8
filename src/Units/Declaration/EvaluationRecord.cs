using Larder.Posix;
using Larder.Storage;
using Larder.Units.Files;

namespace Larder.Units.Declaration;

/// <summary>An evaluation's result, and everything that it was made of.</summary>
internal sealed record EvaluationRecord
{
    internal required string File { get; init; }

    /// <summary>See <see cref="NixSurroundings.Digest"/>.</summary>
    internal required Digest Surroundings { get; init; }

    internal required UnitDeclaration[] Units { get; init; }

    /// <summary>What was evaluated and what globs found; also files that would count, were they there. In the order of their paths.</summary>
    internal required InputFile[] Files { get; init; }

    internal required InputGlob[] Globs { get; init; }

    /// <summary>Directories that the globs looked into.</summary>
    internal required InputDirectory[] Directories { get; init; }

    /// <summary>The store. While it has this stamp, no path of it went.</summary>
    internal required InputDirectory Store { get; init; }

    /// <summary>What must be there in the store, and can't change: .drv files among it.</summary>
    internal required string[] StorePaths { get; init; }

    /// <summary>Sources, where no glob looks into them anyway.</summary>
    internal required string[] Sources { get; init; }

    /// <summary>Paths that lead over links, and to where (realpath; empty: nowhere).</summary>
    internal required InputLink[] Links { get; init; }

    /// <summary>Something of it may have changed since a time of the kernel's clock, so what Nix read of it is not known.</summary>
    internal bool MayHaveChangedSince(TimeSpec time) =>
        Files.Any(file => FileStamp.Of(file.Path).Changed >= time.TotalNanoseconds) || Directories.Any(directory => FileStamp.Of(directory.Path).Changed >= time.TotalNanoseconds);

    /// <summary>Looks whether all is as it was: at statuses first, and at contents where these differ.</summary>
    /// <returns>This record; one with new statuses, where they differed and contents did not; null: it holds no longer.</returns>
    internal EvaluationRecord? Confirm()
    {
        InputDirectory? store = ConfirmStore();
        if (store == null || !Array.TrueForAll(Sources, PlainFiles.IsDirectory) || Links.Any(link => link.Target != (PlainFiles.Real(link.Path) ?? "")))
            return null;
        InputFile[]? files = ConfirmFiles();
        InputDirectory[]? directories = files == null ? null : ConfirmDirectories();
        if (files == null || directories == null)
            return null;
        return ReferenceEquals(store, Store) && ReferenceEquals(files, Files) && ReferenceEquals(directories, Directories)
            ? this
            : this with { Store = store, Files = files, Directories = directories };
    }

    private InputDirectory? ConfirmStore()
    {
        InputDirectory now = InputDirectory.Of(Store.Path);
        if (now == Store && now.Stamp != default)
            return Store;
        return Array.TrueForAll(StorePaths, path => PlainFiles.Stat(path, out _)) ? now : null;
    }

    private InputDirectory[]? ConfirmDirectories()
    {
        if (Array.TrueForAll(Directories, directory => directory.Stamp != default && directory.Stamp == FileStamp.Of(directory.Path)))
            return Directories;

        // Other names may have been made there, which are of no interest.
        InputDirectory[] directories = [.. Directories.Select(directory => InputDirectory.Of(directory.Path))];
        GlobWalk walk;
        try
        {
            walk = GlobWalk.Over(Globs);
        }
        catch (UnitFault)
        {
            // More files than are kept in mind. An evaluation says so, where it is somebody's mistake.
            return null;
        }

        return walk.Files.SequenceEqual(Files.Where(file => file.IsFound).Select(file => file.Path), StringComparer.Ordinal) && walk.Directories.SequenceEqual(Directories.Select(directory => directory.Path), StringComparer.Ordinal)
            ? directories
            : null;
    }

    private InputFile[]? ConfirmFiles()
    {
        InputFile[] files = Files;
        for (int i = 0; i < files.Length; i++)
        {
            InputFile file = files[i];
            FileStamp stamp = FileStamp.Of(file.Path);
            if (stamp == file.Stamp && (stamp != default || file.Content == default))
                continue;
            InputFile now = InputFile.Of(file.Path, file.IsFound);
            if (now.Content != file.Content)
                return null;
            if (ReferenceEquals(files, Files))
                files = [.. Files];
            files[i] = now;
        }

        return files;
    }
}
