namespace Larder.Compilers;

/// <summary>The one thing the command-line model asks of the file system.</summary>
public interface IResponseFileReader
{
    /// <summary>
    /// The content of a response file, or null when it cannot be read. gcc then takes the word <c>@path</c> literally.
    /// </summary>
    /// <param name="path">As spelled, without the <c>@</c>; relative to the compile's working directory.</param>
    public byte[]? Read(ReadOnlySpan<byte> path);
}
