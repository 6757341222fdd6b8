using System.Text;
using Larder.Posix;
using Larder.Storage;
using Larder.Units.Files;
using Larder.Units.Layout;

namespace Larder.Units.StateFiles;

/// <summary>A file of larder's own state. What is damaged, or of another format or version, is as no file: all of it can be made again.</summary>
/// <remarks>
/// <code>
/// file     = title LF fields checksum
/// title    = the format's and its version's (<see cref="StateFormat"/>)
/// checksum = 32 bytes: BLAKE3 of all before it. Nothing is synchronised to the disk: what a power cut leaves half written shows here
/// fields   = the format's. They are made of
///   byte   = 1 byte                    flag   = byte, 0 or 1
///   number = 8 bytes, signed           count  = 4 bytes; of things that follow it, never more than there is room for
///   digest = 32 bytes                  text   = count, that many bytes (<see cref="ByteText"/>)
///   texts  = count, that many text     list of x = count, that many x
///   part   = count, that many bytes, which are fields of their own
/// </code>
/// Integers are little-endian. Each format's grammar stands above its codec.
/// </remarks>
internal static class StateFile
{
    /// <summary>Opens one to be read. Null: there is none.</summary>
    internal static StateReader? Open(string path, StateFormat format) =>
        FileSystem.ReadAll(ByteText.Encode(path), out _, format.Limit) is { } content ? Open(content, format) : null;

    /// <summary>The same with what stands in the file.</summary>
    internal static StateReader? Open(byte[] content, StateFormat format)
    {
        int title = format.Title.Length + 1;
        int end = content.Length - Digest.Size;
        if (end < title || content[title - 1] != (byte)'\n' || !Ascii.Equals(content.AsSpan(0, title - 1), format.Title)
            || Digest.Of(content.AsSpan(0, end)) != Digest.FromBytes(content.AsSpan(end)))
            return null;
        return new StateReader(new ArraySegment<byte>(content, title, end - title));
    }

    /// <summary>Puts one in its place, whole or not at all.</summary>
    /// <param name="directories">The repository's.</param>
    /// <param name="path">The place.</param>
    /// <param name="writer">Begun with the format. Nothing more can be written with it.</param>
    /// <returns>An error number. Where nothing depends on the file, it need not be looked at.</returns>
    internal static int TrySave(UnitDirectories directories, string path, StateWriter writer) => FilePlacement.TryPut(directories, path, writer.Sealed());

    /// <summary>The same for what must not be lost.</summary>
    /// <exception cref="UnitFault">It could not be written.</exception>
    internal static void Save(UnitDirectories directories, string path, StateWriter writer) => FilePlacement.Put(directories, path, writer.Sealed());
}
