using Larder.Bench.Tools;

namespace Larder.Bench.Scale;

/// <summary>
/// Fills a ccache directory: entries that ccache wrote itself, copied under many names where its layout has them. Its cleanup looks at names, sizes
/// and times alone.
/// </summary>
internal static class CcacheGenerator
{
    internal static void Fill(Tool tool, string cache, Workspace workspace, int entries)
    {
        var source = workspace.NewDirectory("ccache-source");
        File.WriteAllText(Path.Join(source, "s.c"), "char filled[3000] = {1};\n");
        File.SetLastWriteTimeUtc(Path.Join(source, "s.c"), DateTime.UtcNow.AddHours(-1));
        using (var command = tool.Prepare(["gcc", "-c", "s.c", "-o", "s.o"], source))
            command.Run();

        // DIR/a/b/REST: as deep as ccache made it, and the same letters behind each name.
        string[] made = [.. Directory.EnumerateFiles(cache, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file).Length > 20)];
        var depth = made[0][(cache.Length + 1)..].Count(letter => letter == '/');
        byte[][] contents = [.. made.Select(File.ReadAllBytes)];
        var random = new Random(1);
        var now = DateTime.UtcNow;
        for (var i = 0; i < entries; i++)
        {
            var kind = i % made.Length;
            var original = Path.GetFileName(made[kind]);
            var name = string.Create(original.Length, random, (letters, chance) =>
            {
                foreach (ref var letter in letters)
                    letter = "0123456789abcdefghijklmnopqrstuv"[chance.Next(32)];
                letters[^1] = original[^1];
            });
            var directory = Path.Join(cache, string.Join('/', Enumerable.Range(0, depth).Select(_ => "0123456789abcdef"[random.Next(16)])));
            Directory.CreateDirectory(directory);
            var path = Path.Join(directory, name);
            File.WriteAllBytes(path, contents[kind]);
            File.SetLastWriteTimeUtc(path, now.AddDays(20 * Math.Log2(Math.Max(random.NextDouble(), 1e-6))));
        }

        // So that it knows what it has: its counters are of what it stored itself.
        using var count = tool.PrepareOwn(["--cleanup"]);
        count.Run();
    }
}
