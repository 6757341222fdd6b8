namespace Larder.Daemon.Jobs;

/// <summary>Which jobs are heavy, by what is known before the compiler runs.</summary>
internal static class JobWeights
{
    /// <summary>
    /// In bytes. Sources written by hand stay below; above it are generated tables and amalgamations (SQLite's has 9 MB, and takes
    /// gcc -O2 about half a gigabyte; parsers and lexers of a few MB take more).
    /// </summary>
    internal const ulong HugeSource = 2 << 20;

    /// <summary>
    /// The weight of a compile. (Link-time optimization takes memory in the link, which never comes here: a compile with -flto only prepares for it.)
    /// </summary>
    /// <param name="sourceSize">Bytes of the sources named on the command line; 0 where not known.</param>
    internal static JobWeight Of(ulong sourceSize) => sourceSize >= HugeSource ? JobWeight.Heavy : JobWeight.Ordinary;
}
