using System.Text;

namespace Larder.Storage.Tests.Support;

/// <summary>A directory of a test's own, removed with it.</summary>
internal sealed class TestFolder : IDisposable
{
    internal TestFolder(string? below = null) =>
        Path = Directory.CreateDirectory(
            System.IO.Path.Combine(below ?? System.IO.Path.GetTempPath(), "larder-storage-" + Guid.NewGuid().ToString("N"))).FullName;

    /// <summary>A file system in memory where there is one, for tests that make thousands of files.</summary>
    internal static string? Memory => Directory.Exists("/dev/shm") ? "/dev/shm" : null;

    internal string Path { get; }

    internal byte[] Bytes => Encoding.UTF8.GetBytes(Path);

    /// <summary>Where a store is to stand that does not exist yet.</summary>
    internal string Cache => Path + "/cache";

    internal LocalStore Store(Func<StoreOptions, StoreOptions>? change = null)
    {
        StoreOptions options = new() { Directory = Encoding.UTF8.GetBytes(Cache) };
        return new LocalStore(change is null ? options : change(options));
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
