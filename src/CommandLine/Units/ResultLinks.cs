using Larder.Posix;
using Larder.Units;
using Larder.Units.Graph;

namespace Larder.CommandLine.Units;

/// <summary>Links to results, as nix-build makes them: the first output's is called as asked, another output's has its name behind it, a further unit's a number.</summary>
internal static class ResultLinks
{
    internal static void Make(UnitSession session, string link, UnitNode[] roots)
    {
        for (int i = 0; i < roots.Length; i++)
        {
            string unit = i == 0 ? link : $"{link}-{i + 1}";
            foreach (string output in roots[i].Outputs.Keys)
                Make(session, output == "out" ? unit : $"{unit}-{output}", session.Directories.View(roots[i].Name, output));
        }
    }

    private static void Make(UnitSession session, string link, string target)
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
        Larder.Units.Garbage.OutLinks.Remember(session.Directories, path, target);
    }
}
