namespace Larder.Projects.Building;

/// <summary>Fills the directory in front of PATH, once for larder and once for the bare compilers, under the same names.</summary>
internal static class FrontDirectory
{
    /// <summary>env(1) runs the command behind it, as larder does, and costs next to nothing.</summary>
    private const string Bare = "/usr/bin/env";

    internal static void Fill(Surroundings surroundings, Front front, bool bare)
    {
        var directory = surroundings.NewDirectory("front");
        switch (front)
        {
            case Front.Masquerade:
                surroundings.Ask("links", directory);
                if (bare)
                    CallCompilers(directory);
                break;
            case Front.Ccache:
                Link("ccache");
                break;
            case Front.Sccache:
                Link("sccache");
                break;
            default:
                Link("larder");
                break;
        }

        void Link(string name) => File.CreateSymbolicLink(Path.Join(directory, name), bare ? Bare : surroundings.Larder);
    }

    private static void CallCompilers(string directory)
    {
        foreach (var link in Directory.GetFileSystemEntries(directory))
        {
            var compiler = Path.Join("/usr/bin", Path.GetFileName(link));
            File.Delete(link);
            if (!File.Exists(compiler))
                continue;
            // No link: clang spells the paths of its headers by the directory that it is called in, and they get into debug information.
            File.WriteAllText(link, $"#!/bin/sh\nexec {compiler} \"$@\"\n");
            File.SetUnixFileMode(link, (UnixFileMode)0x1ed);
        }
    }
}
