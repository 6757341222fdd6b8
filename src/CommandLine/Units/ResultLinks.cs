using Larder.Posix;
using Larder.Units;
using Larder.Units.Garbage;
using Larder.Units.Layout;

namespace Larder.CommandLine.Units;

/// <summary>Links to results, as nix-build makes them: the first output's is called as asked, another output's has its name behind it, a further unit's a number.</summary>
internal static class ResultLinks
{
    /// <param name="directories">The repository's.</param>
    /// <param name="link">The first link.</param>
    /// <param name="results">A unit's one after the other.</param>
    internal static void Make(UnitDirectories directories, string link, UnitResult[] results)
    {
        int units = 0;
        for (int i = 0; i < results.Length; i++)
        {
            if (i == 0 || results[i].Unit != results[i - 1].Unit)
                units++;
            string unit = units == 1 ? link : $"{link}-{units}";
            Make(directories, results[i].Output == "out" ? unit : $"{unit}-{results[i].Output}", results[i].Path);
        }
    }

    private static void Make(UnitDirectories directories, string link, string target)
    {
        string path = Path.GetFullPath(link);
        if (FileSystem.LinkStat(ByteText.Encode(path), out FileStatus status) == Errno.None && !status.IsSymbolicLink)
            throw new UnitFault($"{path} is no symbolic link, and stays; --out-link says another place");
        string fresh = $"{path}.{Environment.ProcessId}";
        int error = FileSystem.SymbolicLink(ByteText.Encode(target), ByteText.Encode(fresh));
        if (error == Errno.None)
            error = FileSystem.Rename(ByteText.Encode(fresh), ByteText.Encode(path));
        if (error != Errno.None)
            throw new UnitFault($"{path}: {Errno.Describe(error)}");
        OutLinks.Remember(directories, path, target);
    }
}
