using System.Diagnostics;

namespace Larder.Suites.Faults;

/// <summary>One way in which a file can be spoilt.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Apply">Does it to the file at a path.</param>
/// <param name="KeepsContent">The file may still hold everything (a longer one with its beginning intact).</param>
internal sealed record Damage(string Name, Action<string> Apply, bool KeepsContent = false)
{
    /// <summary>Every way, for a file of that length: cut off, bits flipped, overwritten, and things that are no files at all.</summary>
    internal static IEnumerable<Damage> Of(int length, int flips)
    {
        HashSet<int> lengths = [0, 1, 7, 8, 31, 32, 64, 127, 128, 129, length / 2, length - 33, length - 1];
        foreach (int cut in lengths.Where(cut => cut >= 0 && cut < length).Order())
            yield return new Damage($"cut to {cut} of {length}", path => Rewrite(path, bytes => bytes[..Math.Min(cut, bytes.Length)]));
        for (int i = 0; i < flips; i++)
        {
            int bit = (int)((long)length * 8 * i / flips) + (i % 8);
            yield return new Damage($"bit {bit} flipped", path => Rewrite(path, bytes => Flip(bytes, bit)));
        }

        yield return new Damage("zeroes", path => Rewrite(path, bytes => new byte[bytes.Length]));
        yield return new Damage("garbage", path => Rewrite(path, bytes => Garbage(bytes.Length)));
        yield return new Damage("long garbage", path => Rewrite(path, bytes => Garbage((bytes.Length * 3) + 5000)));
        yield return new Damage("appended to", path => Rewrite(path, bytes => [.. bytes, .. Garbage(77)]), KeepsContent: true);
        yield return new Damage("set-user-id bit", path =>
        {
            Rewrite(path, bytes => bytes);
            Process.Start("chmod", ["u+s", path]).WaitForExit();
        });
        yield return new Damage("directory", path => Replace(path, () => Directory.CreateDirectory(path)));
        yield return new Damage("link to itself", path => Replace(path, () => File.CreateSymbolicLink(path, path)));
        yield return new Damage("dangling link", path => Replace(path, () => File.CreateSymbolicLink(path, path + ".none")));
        yield return new Damage("pipe", path => Replace(path, () => Process.Start("mkfifo", [path]).WaitForExit()));
        yield return new Damage("link to /dev/zero", path => Replace(path, () => File.CreateSymbolicLink(path, "/dev/zero")));
        yield return new Damage("gone", path => Replace(path, () => { }));
    }

    private static byte[] Flip(byte[] bytes, int bit)
    {
        if (bit / 8 < bytes.Length)
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return bytes;
    }

    private static byte[] Garbage(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    /// <summary>In place: the same inode, as a failing disk would have it.</summary>
    private static void Rewrite(string path, Func<byte[], byte[]> change)
    {
        byte[] bytes = File.Exists(path) ? File.ReadAllBytes(path) : [];
        if (Directory.Exists(path))
            Directory.Delete(path);
        File.WriteAllBytes(path, change(bytes));
    }

    private static void Replace(string path, Action put)
    {
        if (Directory.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReparsePoint) == 0)
            Directory.Delete(path);
        else
            File.Delete(path);
        put();
    }
}
