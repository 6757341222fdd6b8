using Larder.Posix;

namespace Larder.Storage;

/// <summary>One labelled input of a key, kept where recording is on.</summary>
/// <param name="Label">What kind of input it is, such as <c>argument</c>.</param>
/// <param name="Value">Its bytes; the path, for a file.</param>
/// <param name="Content">The digest of the file's content, for a file.</param>
public sealed record KeyEntry(byte[] Label, byte[] Value, Digest? Content)
{
    /// <summary>The value for people: a digest, which has that many bytes and is no text, in hexadecimal digits.</summary>
    public string ShownValue => Content is null && Value.Length == Digest.Size && Value.AsSpan().ContainsAnyExceptInRange((byte)0x20, (byte)0x7E)
        ? Digest.FromBytes(Value).ToString()
        : ByteText.Show(Value);
}
