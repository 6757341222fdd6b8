using Larder.Suites.Harness;

namespace Larder.Suites.Soak;

/// <summary>Does to a cache that others use what administrators, disks and other programs do.</summary>
internal sealed class Vandal(Workspace work, Random random)
{
    private static readonly string[][] Commands =
    [
        ["evict", "--to-size", "100K"], ["evict", "--older-than", "2s"], ["trim"], ["verify"], ["verify", "--repair"], ["recompress", "--level", "3"], ["recompress", "--level", "0"],
        ["du"], ["stats"], ["clear"],
    ];

    /// <summary>What links in the cache lead to; nobody may change it.</summary>
    private const string Bystander = "bystander";

    private readonly SortedDictionary<string, int> _done = new(StringComparer.Ordinal);

    /// <summary>Puts the file there that links lead to.</summary>
    internal void Prepare() => work.Write(Bystander, Text);

    /// <summary>Whether nobody wrote, or took away, what a link led to.</summary>
    internal bool IsBystanderWhole => work.Exists(Bystander) && File.ReadAllText(work.PathOf(Bystander)) == Text;

    private static string Text => "no business of the cache's\n";

    /// <summary>What was done, and how often.</summary>
    internal string Report => string.Join(", ", _done.Select(static deed => $"{deed.Key} {deed.Value}"));

    internal void Act(IReadOnlyDictionary<string, string?> variables)
    {
        switch (random.Next(10))
        {
            case < 3:
                string[] command = Commands[random.Next(Commands.Length)];
                Note(string.Join(' ', command));
                work.Run(LarderBinary.Path, command, null, variables);
                break;
            case < 4:
                Note("daemon killed");
                work.Run("bash", ["-c", "for p in /proc/[0-9]*; do [ \"$(readlink $p/exe)\" = \"$LARDERD\" ] && grep -qzFx \"LARDER_SOCKET=$LARDER_SOCKET\" $p/environ 2>/dev/null && kill -9 ${p#/proc/}; done; true"], null, variables);
                break;
            default:
                Spoil();
                break;
        }
    }

    /// <summary>Damages one file of the cache, or what stands in its place.</summary>
    private void Spoil()
    {
        try
        {
            string[] files = Directory.GetFiles(work.Cache, "*", SearchOption.AllDirectories);
            if (files.Length == 0)
                return;
            string file = files[random.Next(files.Length)];

            // What is written to goes through links.
            int deeds = new FileInfo(file).LinkTarget is null ? 7 : 1;
            switch (random.Next(deeds))
            {
                case 0:
                    Note("file removed");
                    File.Delete(file);
                    break;
                case 1:
                    Note("file emptied");
                    File.WriteAllBytes(file, []);
                    break;
                case 2:
                    Note("file cut off");
                    using (FileStream cut = File.OpenWrite(file))
                        cut.SetLength(random.NextInt64(cut.Length + 1));
                    break;
                case 3:
                    Note("file a link");
                    File.Delete(file);
                    File.CreateSymbolicLink(file, work.PathOf(Bystander));
                    break;
                case 4:
                    Note("file a directory");
                    File.Delete(file);
                    Directory.CreateDirectory(file);
                    break;
                default:
                    Note("bits flipped");
                    using (FileStream flipped = File.Open(file, FileMode.Open, FileAccess.ReadWrite))
                    {
                        for (int i = random.Next(1, 4); i > 0 && flipped.Length > 0; i--)
                        {
                            flipped.Position = random.NextInt64(flipped.Length);
                            int b = flipped.ReadByte();
                            flipped.Position--;
                            flipped.WriteByte((byte)(b ^ (1 << random.Next(8))));
                        }
                    }

                    break;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or made something else by another: that is the life here.
        }
    }

    private void Note(string deed) => _done[deed] = _done.GetValueOrDefault(deed) + 1;
}
