namespace Larder.Suites.Completeness;

/// <summary>One system call of a compile that named a file.</summary>
/// <param name="Program">The last program that the process executed: <c>cc1</c>, <c>gcc</c>.</param>
/// <param name="Call">The system call.</param>
/// <param name="Path">The path as it was given.</param>
/// <param name="Rest">The arguments behind the path, as strace shows them.</param>
/// <param name="Error">ENOENT and the like, empty where the call succeeded.</param>
public sealed record FileProbe(string Program, string Call, string Path, string Rest, string Error)
{
    public bool Succeeded => Error.Length == 0;

    public bool ReadsLink => Call.StartsWith("readlink", StringComparison.Ordinal);

    /// <summary>Whether the call looks at a link as the last component itself, not at what it leads to.</summary>
    public bool StopsAtLink => ReadsLink || Call is "lstat" or "unlink" or "unlinkat" or "rename" or "renameat" or "renameat2"
        || Rest.Contains("NOFOLLOW", StringComparison.Ordinal);

    public bool ListsDirectory => Call is "open" or "openat" && Rest.Contains("O_DIRECTORY", StringComparison.Ordinal);

    public bool Writes => Call is "unlink" or "unlinkat" or "rename" or "renameat" or "renameat2" or "mkdir" or "chmod" or "fchmodat"
        || Rest.Contains("O_CREAT", StringComparison.Ordinal) || Rest.Contains("O_WRONLY", StringComparison.Ordinal);

    public override string ToString() =>
        $"{Program}: {Call}(\"{Path}\"{(Rest.StartsWith("O_", StringComparison.Ordinal) ? ", " + Rest : "")}) = {(Succeeded ? "ok" : Error)}";
}
