using Larder.Caching.Inputs;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Toolchains;

/// <summary>Collects what a driver's answer depends on: files, directories, and places where it finds nothing.</summary>
internal sealed class ToolchainInputs(FileDigester digester)
{
    private AbsenceRecorder? _absent;

    internal InputSetBuilder Set { get; } = new();

    private AbsenceRecorder Absences => _absent ??= new AbsenceRecorder(Set);

    /// <summary>Nothing of this name stands in the directory.</summary>
    internal void AddAbsent(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> name) => Absences.Add(directory, name);

    /// <summary>A file whose content counts where it stands, and whose appearance counts where it doesn't.</summary>
    internal void AddOptional(byte[] path)
    {
        if (digester.Digest(path, out Digest digest, out _) == Errno.None)
            Set.Add(path, InputKind.Content, in digest);
        else
            AddPlace(path);
    }

    /// <summary>A path of which only counts whether something stands there.</summary>
    internal void AddPlace(byte[] path)
    {
        int error = FileSystem.Stat(path, out FileStatus status);
        if (error == Errno.None)
            Set.Add(path, status.IsDirectory ? InputKind.DirectoryPresent : InputKind.Present, default);
        else if (Errno.SaysAbsent(error))
            AddAbsent(ByteString.DirectoryPrefix(path), ByteString.FileName(path));
    }

    /// <summary>A directory whose names count, or that isn't there.</summary>
    internal void AddListing(byte[] directory)
    {
        if (FileDigester.DigestListing(directory, out Digest digest) == Errno.None)
            Set.Add(directory, InputKind.Listing, in digest);
        else
            AddPlace(directory);
    }
}
