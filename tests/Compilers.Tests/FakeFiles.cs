namespace Larder.Compilers.Tests;

/// <summary>Response files in memory.</summary>
internal sealed class FakeFiles : IResponseFileReader
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public FakeFiles With(string path, string content)
    {
        _files[path] = Line.Bytes(content);
        return this;
    }

    public byte[]? Read(ReadOnlySpan<byte> path) => _files.GetValueOrDefault(Line.Text(path));
}
