using Larder.Caching.Drivers;
using Larder.Compilers;
using Larder.CommandLine.Text;
using Larder.Posix;

namespace Larder.CommandLine.Links;

/// <summary>The names of compilers that larder understands: gcc, x86_64-linux-gnu-g++-12, clang++-14, cc, ….</summary>
internal static class CompilerNames
{
    /// <summary>Those in a list of directories behind which there is a compiler, and not only larder or another cache.</summary>
    internal static SortedSet<string> In(byte[] directories, ProcessEnvironment environment)
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        ProcessEnvironment searched = environment.With(ByteString.Concat("PATH="u8, directories));
        foreach (Range range in directories.AsSpan().Split((byte)':'))
        {
            byte[] directory = directories[range];
            if (directory.Length == 0 || DirectoryReader.Open(directory, out DirectoryReader reader) != Errno.None)
                continue;
            using (reader)
            {
                while (reader.Read())
                {
                    if (DriverName.Of(reader.Name).Kind == DriverKind.NotUnderstood || names.Contains(ByteText.Decode(reader.Name)))
                        continue;
                    if (DriverLookup.Find(reader.Name, searched) is not null)
                        names.Add(ByteText.Decode(reader.Name));
                }
            }
        }

        return names;
    }
}
