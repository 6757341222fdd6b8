using Larder.Posix;
using Larder.Units.Layout;

namespace Larder.Units.Sources;

/// <summary>Links that builds leave in a work tree ("result", "result-dev"), and that are no source: they would change it whenever it is built.</summary>
internal sealed class OwnLinks
{
    private const int HashLength = 32;

    /// <summary>Where all repositories' units stand.</summary>
    private readonly byte[] _units;

    internal OwnLinks(UnitDirectories directories) => _units = ByteText.Encode(Path.GetDirectoryName(directories.Root) + "/");

    /// <summary>Whether a link is one: it leads to a view, whatever it is called; or it is called as nix-build calls it and leads to a store's path.</summary>
    internal bool Has(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target) =>
        target.StartsWith(_units) || (name.StartsWith("result"u8) && target.StartsWith("/"u8) && LeadsToStore(target));

    /// <summary>A store may stand anywhere; what its paths begin with tells them: 32 letters and digits, and a dash.</summary>
    private static bool LeadsToStore(ReadOnlySpan<byte> target)
    {
        while (!target.IsEmpty)
        {
            int slash = target.IndexOf((byte)'/');
            ReadOnlySpan<byte> component = slash < 0 ? target : target[..slash];
            if (component.Length > HashLength && component[HashLength] == (byte)'-'
                && !component[..HashLength].ContainsAnyExcept("0123456789abcdfghijklmnpqrsvwxyz"u8))
                return true;
            target = slash < 0 ? default : target[(slash + 1)..];
        }

        return false;
    }
}
