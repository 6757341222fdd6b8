using System.Text;

namespace Larder.Posix.Tests.Support;

/// <summary>A directory of its own for one test.</summary>
internal sealed class TestFolder : IDisposable
{
    internal TestFolder()
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "larder-posix-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path);
    }

    internal string Path { get; }

    /// <summary>The path of a name in it, as bytes.</summary>
    internal byte[] this[string name] => Encoding.UTF8.GetBytes(Path + "/" + name);

    /// <summary>The same for a name of any bytes.</summary>
    internal byte[] Of(ReadOnlySpan<byte> name) => ByteString.JoinPath(Encoding.UTF8.GetBytes(Path), name);

    /// <summary>Writes a file and gives its path.</summary>
    internal byte[] Write(string name, ReadOnlySpan<byte> content)
    {
        File.WriteAllBytes(System.IO.Path.Combine(Path, name), content);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
